using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Data.Sources.Territories;

/// <summary>Reads the property <c>stops</c>.</summary>
static class StopFields
{
    const string WalkMeters = "walkMeters";

    /// <exception cref="InputException">A property is malformed or unknown.</exception>
    public static StopParameters Read(JsonFields? fields)
    {
        var service = new StopParameters();
        if (fields is null)
        {
            return service;
        }

        service = service with
        {
            FrequentDeparturesPerHour =
                fields.WholeNumber("frequentDeparturesPerHour", service.FrequentDeparturesPerHour, 1, 120, "departures per hour"),
        };
        if (fields.WholeNumbers(WalkMeters, 1, 1000, "metres") is { Count: > 0 } meters)
        {
            if (meters.Count != 2 || meters[0] >= meters[1])
            {
                throw new InputException(
                    "property-malformed",
                    $"found [{string.Join(", ", meters)}]; two distances in metres, the shorter first, such as [300, 500] are expected.",
                    fields.At(WalkMeters));
            }

            service = service with { NearWalkMeters = meters[0], WalkMeters = meters[1] };
        }

        fields.RefuseOthers();
        return service;
    }
}
