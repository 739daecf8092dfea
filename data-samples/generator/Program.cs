using GeoCohesion.SampleCity.Plan;
using GeoCohesion.SampleCity.Streets;
using GeoCohesion.SampleCity.Transit;
using GeoCohesion.SampleCity.Writing;
var map = StreetPlanner.Build(1);
Console.WriteLine($"{map.Nodes.Count} nodes {map.Ways.Count} ways {map.Ways.Sum(w => w.Nodes.Count - 1)} segments");
var network = new TransitBuilder(map).Build();
foreach (var p in network.Patterns)
{
    Console.WriteLine($"{p.Line.Ids.Name} {p.Direction} {p.Shape.Length:F0} m {p.Stops.Count} stops {p.ArrivalSeconds(1)[^1] / 60.0:F1} min: {string.Join(", ", p.Stops.Select(s => s.Place.Name))}");
}

File.WriteAllBytes("/tmp/gtfs.zip", new GtfsWriter(network).Write());
using var o = new StreamWriter("/tmp/city.tsv");
foreach (var w in map.Ways) { o.WriteLine($"{w.Street.Kind}\t{w.Street.Level}\t{w.Street.Name}\t{w.Street.IsOneWay}\t{string.Join(' ', w.Nodes.Select(n => $"{n},{map.Nodes[n].X:F1},{map.Nodes[n].Y:F1}"))}"); }
using var g = new StreamWriter("/tmp/bg.tsv");
g.WriteLine("river\t" + string.Join(' ', CityPlan.River.Points.Select(p => $"{p.X:F0},{p.Y:F0}")));
g.WriteLine("rail\t" + string.Join(' ', CityPlan.Railway.Points.Select(p => $"{p.X:F0},{p.Y:F0}")));
foreach (var d in CityPlan.Districts) { g.WriteLine("district\t" + string.Join(' ', d.Zone.Area.Ring.Select(p => $"{p.X:F0},{p.Y:F0}"))); }
foreach (var d in CityPlan.Centralities) { g.WriteLine($"central\t{d.At.X:F0},{d.At.Y:F0}"); }
foreach (var p in network.Patterns) { g.WriteLine((p.Line.IsTram ? "tram\t" : "bus\t") + string.Join(' ', p.Shape.Points.Select(q => $"{q.X:F0},{q.Y:F0}"))); }
foreach (var p in network.Places) { g.WriteLine($"stop\t{p.At.X:F0},{p.At.Y:F0}"); }
