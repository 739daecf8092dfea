using GeoCohesion.Core.Routing.Transit;

namespace GeoCohesion.Core.Accessibility;

/// <summary>How often the vehicles of one series leave within some hours.</summary>
/// <param name="Series">Index of the series on the board.</param>
/// <param name="Departures">Number of departures, at least 1.</param>
/// <param name="MeanSeconds">Length of the hours over the number of departures, rounded to the nearest second.</param>
/// <param name="WorstSeconds">Longest stretch of the hours without a departure, from their start to their end.</param>
/// <param name="NearestSeconds">Walk to the nearest stop of the series.</param>
public readonly record struct SeriesHeadway(int Series, int Departures, int MeanSeconds, int WorstSeconds, int NearestSeconds);

/// <summary>Reads the headways of series from the stops that can be walked to. One per thread, reused.</summary>
/// <param name="board">Departures.</param>
public sealed class SeriesHeadways(DepartureBoard board)
{
    readonly List<(int Series, int Seconds, int WalkSeconds)> _departures = [];

    /// <summary>Headways of every series that leaves from the stops within some hours, by series.</summary>
    /// <param name="stops">Stops of one stop area count together, as far as they are among these.</param>
    /// <param name="hours">The hours, their end excluded.</param>
    public IReadOnlyList<SeriesHeadway> Run(ReadOnlySpan<StopWalk> stops, TimeWindow hours)
    {
        _departures.Clear();
        foreach (var (stop, walkSeconds) in stops)
        {
            foreach (var departure in board.At(stop))
            {
                if (departure.Seconds >= hours.FromSeconds && departure.Seconds < hours.ToSeconds)
                {
                    _departures.Add((departure.Series, departure.Seconds, walkSeconds));
                }
            }
        }

        _departures.Sort();
        var headways = new List<SeriesHeadway>();
        for (var i = 0; i < _departures.Count;)
        {
            var (series, last, worst, nearest, begin) = (_departures[i].Series, hours.FromSeconds, 0, int.MaxValue, i);
            for (; i < _departures.Count && _departures[i].Series == series; i++)
            {
                worst = Math.Max(worst, _departures[i].Seconds - last);
                last = _departures[i].Seconds;
                nearest = Math.Min(nearest, _departures[i].WalkSeconds);
            }

            var count = i - begin;
            var mean = (int)Math.Round((double)hours.Count / count, MidpointRounding.AwayFromZero);
            headways.Add(new SeriesHeadway(series, count, mean, Math.Max(worst, hours.ToSeconds - last), nearest));
        }

        return headways;
    }
}
