using GeoCohesion.Core.Accessibility;
using GeoCohesion.Core.Network;
using GeoCohesion.Core.Routing;

namespace GeoCohesion.Core.Indicators;

/// <summary>The instances of one service, and per origin the nearest of them.</summary>
sealed class ServiceAccess
{
    ServiceAccess(ServiceRequirement service, int originCount)
    {
        Service = service;
        OnFootSeconds = new int[originCount];
        FastestSeconds = new int[originCount];
        NearestInstance = new Place?[originCount];
        Array.Fill(OnFootSeconds, TravelTime.Unreached);
        Array.Fill(FastestSeconds, TravelTime.Unreached);
    }

    public ServiceRequirement Service { get; }

    /// <summary>Instances that stand somewhere.</summary>
    public required IReadOnlyList<Place> Fixed { get; init; }

    /// <summary>Instances that come round.</summary>
    public required IReadOnlyList<Place> Itinerant { get; init; }

    /// <summary>Per origin, the walk to the nearest instance; <see cref="TravelTime.Unreached"/> where there is none.</summary>
    public int[] OnFootSeconds { get; }

    /// <summary>Per origin, the time to the nearest instance by the faster of walking and public transport.</summary>
    public int[] FastestSeconds { get; }

    /// <summary>Per origin, the instance of <see cref="FastestSeconds"/>; of several as near, that of the least id.</summary>
    public Place?[] NearestInstance { get; }

    /// <summary>Reads a service out of the access by class.</summary>
    /// <param name="study">The run.</param>
    /// <param name="service">Its classes that the run has no place of are passed over.</param>
    /// <param name="walk">Access on foot.</param>
    /// <param name="transit">Access by public transport, or null.</param>
    public static ServiceAccess Of(Study study, ServiceRequirement service, ModeAccess walk, ModeAccess? transit)
    {
        var classes = Enumerable.Range(0, study.Classes.Count)
            .Where(index => service.Classes.Contains(study.Classes[index].Name, StringComparer.Ordinal))
            .ToArray();
        var access = new ServiceAccess(service, study.OriginCount)
        {
            Fixed = [.. classes.SelectMany(index => study.PlacesByClass[index])],
            Itinerant = [.. study.ItinerantPlaces.Where(place => service.Classes.Contains(place.ClassName, StringComparer.Ordinal))],
        };
        foreach (var index in classes)
        {
            access.Take(walk.Classes[index], study.PlacesByClass[index], isOnFoot: true);
            if (transit is not null)
            {
                access.Take(transit.Classes[index], study.PlacesByClass[index], isOnFoot: false);
            }
        }

        return access;
    }

    void Take(ClassAccess access, Place[] places, bool isOnFoot)
    {
        for (var origin = 0; origin < FastestSeconds.Length; origin++)
        {
            var seconds = access.NearestSeconds[origin];
            if (seconds >= TravelTime.Unreached)
            {
                continue;
            }

            if (isOnFoot)
            {
                OnFootSeconds[origin] = Math.Min(OnFootSeconds[origin], seconds);
            }

            var place = places[access.NearestPlace[origin]];
            var known = NearestInstance[origin];
            if (known is null || seconds < FastestSeconds[origin]
                || (seconds == FastestSeconds[origin] && string.CompareOrdinal(place.Id, known.Id) < 0))
            {
                (FastestSeconds[origin], NearestInstance[origin]) = (seconds, place);
            }
        }
    }
}
