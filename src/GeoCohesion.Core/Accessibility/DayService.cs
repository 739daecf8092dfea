using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>A whole service day of public transport, and which stops residents can walk to.</summary>
/// <param name="Name">Stable name: <c>weekday</c> (a school-term Tuesday), <c>saturday</c>, <c>sunday</c>.</param>
/// <param name="French">Label in French.</param>
/// <param name="English">Label in English.</param>
/// <param name="Timetable">All trips from the start of the service day to 30:00.</param>
/// <param name="Walks">Per origin, walks to stops along the streets, at the run's walking speed, of at most <see cref="LongestWalkSeconds"/>.</param>
public sealed record DayService(string Name, string French, string English, Timetable Timetable, StopWalks Walks)
{
    /// <summary>Longest walk in <see cref="Walks"/>: 960 m at 4 km/h, as TfL's PTAL takes for rail, is 864 s.</summary>
    public const int LongestWalkSeconds = 15 * 60;
}
