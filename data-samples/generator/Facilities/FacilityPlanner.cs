using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Plan;
using GeoCohesion.SampleCity.Streets;

namespace GeoCohesion.SampleCity.Facilities;

/// <summary>Gives every facility of the plan an address on a named street.</summary>
public sealed class FacilityPlanner
{
    const double DoorMeters = 9;

    readonly Rng _random = new(0xFAC);
    readonly List<(string Street, Pt A, Pt B)> _fronts = [];

    public FacilityPlanner(StreetMap map)
    {
        foreach (var way in map.Ways.Where(w => w.Street.Name.Length > 0 && w.Street.Level == 0
            && w.Street.Kind is >= StreetClass.Primary and <= StreetClass.Pedestrian && !w.Street.Tags.ContainsKey("area")))
        {
            for (var i = 1; i < way.Nodes.Count; i++)
            {
                _fronts.Add((way.Street.Name, map.Nodes[way.Nodes[i - 1]], map.Nodes[way.Nodes[i]]));
            }
        }
    }

    public IReadOnlyList<Facility> Build()
    {
        var facilities = new List<Facility>();
        foreach (var (code, name, at, osm) in FacilityPlan.Fixed)
        {
            facilities.Add(Nearest(code, name, at) with { OsmTag = Tag(osm), Count = code is "F303" ? 1 : code is "F101" ? 2 : 1 });
        }

        foreach (var (code, name, count, perAddress, districtWeight, osm) in FacilityPlan.Scattered)
        {
            Scatter(facilities, code, name, count, perAddress, districtWeight, osm);
        }

        return facilities;
    }

    void Scatter(List<Facility> facilities, string code, string name, int count, int perAddress, double districtWeight, string osm)
    {
        var sums = new double[_fronts.Count];
        var total = 0.0;
        for (var i = 0; i < _fronts.Count; i++)
        {
            var middle = Pt.Between(_fronts[i].A, _fronts[i].B, 0.5);
            var zone = CityPlan.Zones.FirstOrDefault(z => z.Area.Contains(middle));
            var isDistrict = zone is not null && CityPlan.Districts.Any(d => d.Zone == zone);
            total += Pt.Distance(_fronts[i].A, _fronts[i].B) * (zone?.PeoplePerKm2 ?? 0) * (isDistrict ? districtWeight : 1);
            sums[i] = total;
        }

        var serial = 0;
        for (var left = count; left > 0;)
        {
            var found = Array.BinarySearch(sums, _random.Share() * total);
            var (street, a, b) = _fronts[Math.Min(found < 0 ? ~found : found, _fronts.Count - 1)];
            var at = Door(a, b, _random.Share());
            var number = 1 + _random.Below(90);
            var here = Math.Min(left, 1 + _random.Below(perAddress));
            var osmKnows = _random.Chance(0.75);
            for (var k = 0; k < here; k++, left--)
            {
                var quality = _random.Share();
                facilities.Add(new Facility(code, $"{name} {++serial}", at, street, number)
                {
                    Geolocation = quality < 0.82 ? "11" : quality < 0.9 ? "12" : quality < 0.94 ? "21" : quality < 0.965 ? "22"
                        : quality < 0.985 ? "33" : "_Z",
                    Count = code is "F111" or "F113" or "F121" && _random.Chance(0.3) ? 2 : 1,
                    OsmTag = k == 0 && osmKnows ? Tag(osm) : null,
                });
            }
        }
    }

    /// <summary>An address near a point of the plan.</summary>
    public Facility Nearest(string code, string name, Pt near)
    {
        var best = double.MaxValue;
        var found = (Street: "", A: near, B: near, Share: 0.0);
        foreach (var (street, a, b) in _fronts)
        {
            var (share, distance) = Segments.Nearest(a, b, near);
            if (distance < best)
            {
                best = distance;
                found = (street, a, b, Math.Clamp(share, 0.1, 0.9));
            }
        }

        return new Facility(code, name, Door(found.A, found.B, found.Share), found.Street, 1 + _random.Below(60));
    }

    static Pt Door(Pt a, Pt b, double share) => Pt.Between(a, b, share) + ((b - a).Unit.Left * DoorMeters);

    static (string, string)? Tag(string osm) => osm.Length == 0 ? null : (osm.Split('=')[0], osm.Split('=')[1]);
}
