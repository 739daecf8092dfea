using GeoCohesion.Core;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Build;
using GeoCohesion.Data.Build.StreetModes;
using GeoCohesion.Data.Sources.Osm;

namespace GeoCohesion.Data.Tests.Build.StreetModes;

/// <summary>The tables of docs/streets.md, tag by tag, at 4, 15 and 10 km/h.</summary>
public sealed class StreetModeTests
{
    [Fact]
    public void Modes_are_found_by_name() => Assert.Equal(["bicycle", "car", "walk", "wheelchair"], Catalog.Of<IStreetMode>().Keys);

    [Theory]
    [InlineData("highway=residential", 4, 4)]
    [InlineData("highway=primary", 4, 4)]
    [InlineData("highway=footway", 4, 4)]
    [InlineData("highway=cycleway", 4, 4)]
    [InlineData("highway=track", 4, 4)]
    [InlineData("highway=service", 4, 4)]
    [InlineData("highway=corridor", 4, 4)]
    [InlineData("highway=steps", 2, 2)]
    [InlineData("highway=elevator", 2, 2)]
    [InlineData("highway=steps,conveying=forward", 2, 0)]
    [InlineData("highway=steps,conveying=backward", 0, 2)]
    [InlineData("highway=steps,conveying=yes", 2, 2)]
    [InlineData("highway=motorway", 0, 0)]
    [InlineData("highway=motorway_link", 0, 0)]
    [InlineData("highway=trunk", 0, 0)]
    [InlineData("highway=trunk,sidewalk=right", 4, 4)]
    [InlineData("highway=trunk,foot=yes", 4, 4)]
    [InlineData("highway=primary,motorroad=yes", 0, 0)]
    [InlineData("highway=primary,motorroad=yes,foot=yes", 4, 4)]
    [InlineData("highway=busway", 0, 0)]
    [InlineData("highway=busway,foot=yes", 4, 4)]
    [InlineData("highway=construction", 0, 0)]
    [InlineData("highway=proposed,foot=yes", 0, 0)]
    [InlineData("highway=raceway", 0, 0)]
    [InlineData("highway=residential,foot=no", 0, 0)]
    [InlineData("highway=residential,foot=use_sidepath", 0, 0)]
    [InlineData("highway=service,access=private", 0, 0)]
    [InlineData("highway=service,access=private,foot=yes", 4, 4)]
    [InlineData("highway=service,access=no,foot=designated", 4, 4)]
    [InlineData("highway=service,access=customers", 4, 4)]
    [InlineData("highway=service,access=destination", 4, 4)]
    [InlineData("highway=service,vehicle=no", 4, 4)]
    [InlineData("highway=residential,oneway=yes", 4, 4)]
    [InlineData("highway=residential,junction=roundabout", 4, 4)]
    [InlineData("highway=footway,oneway:foot=yes", 4, 0)]
    [InlineData("highway=footway,oneway:foot=-1", 0, 4)]
    [InlineData("highway=footway,foot:backward=no", 4, 0)]
    [InlineData("railway=platform", 4, 4)]
    [InlineData("public_transport=platform", 4, 4)]
    [InlineData("railway=platform,access=no", 0, 0)]
    [InlineData("man_made=pier", 4, 4)]
    [InlineData("railway=rail", 0, 0)]
    [InlineData("route=ferry", 10, 10)]
    [InlineData("route=ferry,foot=no", 0, 0)]
    [InlineData("building=yes,foot=yes", 0, 0)]
    public void Walk(string tags, double forwardKph, double backwardKph) => Expect(new Walk(), tags, forwardKph, backwardKph);

    [Theory]
    [InlineData("highway=residential", 15, 15)]
    [InlineData("highway=cycleway", 15, 15)]
    [InlineData("highway=path", 12, 12)]
    [InlineData("highway=track", 12, 12)]
    [InlineData("highway=living_street", 10, 10)]
    [InlineData("highway=footway", 4, 4)]
    [InlineData("highway=pedestrian", 4, 4)]
    [InlineData("highway=footway,bicycle=yes", 10, 10)]
    [InlineData("highway=pedestrian,bicycle=designated", 10, 10)]
    [InlineData("highway=footway,foot=no", 0, 0)]
    [InlineData("highway=path,bicycle=no", 4, 4)]
    [InlineData("highway=path,bicycle=dismount", 4, 4)]
    [InlineData("highway=path,access=no,bicycle=dismount", 4, 4)]
    [InlineData("highway=path,access=no", 0, 0)]
    [InlineData("highway=path,access=no,bicycle=yes", 12, 12)]
    [InlineData("highway=residential,bicycle=use_sidepath", 4, 4)]
    [InlineData("highway=service,access=private", 0, 0)]
    [InlineData("highway=service,vehicle=private", 4, 4)]
    [InlineData("highway=steps", 0, 0)]
    [InlineData("highway=steps,ramp:bicycle=yes", 2, 2)]
    [InlineData("highway=steps,bicycle=yes", 0, 0)]
    [InlineData("highway=motorway", 0, 0)]
    [InlineData("highway=trunk", 0, 0)]
    [InlineData("highway=trunk,cycleway=track", 15, 15)]
    [InlineData("highway=trunk,bicycle=yes", 15, 15)]
    [InlineData("highway=primary,motorroad=yes", 0, 0)]
    [InlineData("highway=residential,oneway=yes", 15, 4)]
    [InlineData("highway=residential,oneway=-1", 4, 15)]
    [InlineData("highway=residential,oneway=yes,foot=no", 15, 0)]
    [InlineData("highway=residential,oneway=yes,oneway:bicycle=no", 15, 15)]
    [InlineData("highway=residential,oneway=yes,cycleway=opposite", 15, 15)]
    [InlineData("highway=residential,oneway=yes,cycleway=opposite_lane", 15, 15)]
    [InlineData("highway=residential,oneway=yes,cycleway:left=opposite_track", 15, 15)]
    [InlineData("highway=residential,oneway=yes,cycleway:left=lane,cycleway:left:oneway=-1", 15, 15)]
    [InlineData("highway=residential,oneway=yes,bicycle:backward=yes", 15, 15)]
    [InlineData("highway=residential,oneway:bicycle=yes", 15, 4)]
    [InlineData("highway=tertiary,junction=roundabout,foot=no", 15, 0)]
    [InlineData("highway=primary,bicycle:forward=no,foot=no", 0, 15)]
    [InlineData("route=ferry", 10, 10)]
    [InlineData("route=ferry,bicycle=no", 0, 0)]
    [InlineData("railway=platform", 0, 0)]
    public void Bicycle(string tags, double forwardKph, double backwardKph) => Expect(new Bicycle(), tags, forwardKph, backwardKph);

    [Theory]
    [InlineData("highway=motorway", 117, 0)]
    [InlineData("highway=motorway,oneway=no", 117, 117)]
    [InlineData("highway=motorway_link,oneway=yes", 56, 0)]
    [InlineData("highway=trunk", 99, 99)]
    [InlineData("highway=primary", 64, 64)]
    [InlineData("highway=primary,lit=yes", 35, 35)]
    [InlineData("highway=secondary,sidewalk=both", 35, 35)]
    [InlineData("highway=primary,maxspeed=90", 81, 81)]
    [InlineData("highway=primary_link", 30, 30)]
    [InlineData("highway=tertiary", 35, 35)]
    [InlineData("highway=tertiary,maxspeed=30", 24, 24)]
    [InlineData("highway=unclassified", 35, 35)]
    [InlineData("highway=residential", 30, 30)]
    [InlineData("highway=residential,maxspeed=30", 24, 24)]
    [InlineData("highway=residential,zone:maxspeed=FR:30", 24, 24)]
    [InlineData("highway=residential,maxspeed=FR:zone30", 24, 24)]
    [InlineData("highway=residential,source:maxspeed=FR:zone:30", 24, 24)]
    [InlineData("highway=secondary,maxspeed:type=FR:urban", 35, 35)]
    [InlineData("highway=secondary,maxspeed=FR:rural", 64, 64)]
    [InlineData("highway=secondary,maxspeed=signals,maxspeed:type=FR:urban", 35, 35)]
    [InlineData("highway=secondary,maxspeed=50;30", 35, 35)]
    [InlineData("highway=secondary,maxspeed:forward=50,maxspeed:backward=30", 35, 24)]
    [InlineData("highway=motorway,maxspeed=none", 117, 0)]
    [InlineData("highway=living_street", 16, 16)]
    [InlineData("highway=service", 15, 15)]
    [InlineData("highway=service,maxspeed=10", 8, 8)]
    [InlineData("highway=service,service=emergency_access", 0, 0)]
    [InlineData("highway=service,access=private", 0, 0)]
    [InlineData("highway=residential,access=destination", 30, 30)]
    [InlineData("highway=residential,motor_vehicle=no", 0, 0)]
    [InlineData("highway=residential,vehicle=no,motorcar=yes", 30, 30)]
    [InlineData("highway=residential,access=no,motor_vehicle=yes", 30, 30)]
    [InlineData("highway=residential,motor_vehicle=agricultural", 0, 0)]
    [InlineData("highway=residential,oneway=yes", 30, 0)]
    [InlineData("highway=residential,oneway=-1", 0, 30)]
    [InlineData("highway=residential,oneway=reversible", 0, 0)]
    [InlineData("highway=residential,oneway=alternating", 30, 30)]
    [InlineData("highway=residential,oneway=yes,oneway:bicycle=no", 30, 0)]
    [InlineData("highway=residential,junction=roundabout", 30, 0)]
    [InlineData("highway=residential,vehicle:backward=no", 30, 0)]
    [InlineData("highway=residential,surface=gravel,maxspeed=70", 30, 30)]
    [InlineData("highway=track", 0, 0)]
    [InlineData("highway=track,motor_vehicle=yes", 16, 16)]
    [InlineData("highway=pedestrian", 0, 0)]
    [InlineData("highway=footway", 0, 0)]
    [InlineData("highway=path,motor_vehicle=yes", 16, 16)]
    [InlineData("highway=cycleway", 0, 0)]
    [InlineData("highway=steps,motor_vehicle=yes", 0, 0)]
    [InlineData("highway=busway", 0, 0)]
    [InlineData("highway=construction,motor_vehicle=yes", 0, 0)]
    [InlineData("highway=pedestrian,area=yes,motor_vehicle=yes", 0, 0)]
    [InlineData("route=ferry", 0, 0)]
    [InlineData("route=ferry,motor_vehicle=yes", 10, 10)]
    public void Car(string tags, double forwardKph, double backwardKph) => Expect(new Car(), tags, forwardKph, backwardKph);

    [Theory]
    [InlineData("highway=residential", 4, 4)]
    [InlineData("highway=footway,wheelchair=no", 0, 0)]
    [InlineData("highway=footway,wheelchair=limited", 4, 4)]
    [InlineData("highway=steps", 0, 0)]
    [InlineData("highway=steps,conveying=yes", 0, 0)]
    [InlineData("highway=steps,ramp:wheelchair=yes", 2, 2)]
    [InlineData("highway=steps,wheelchair=yes", 2, 2)]
    [InlineData("highway=elevator", 2, 2)]
    [InlineData("highway=path,smoothness=bad", 4, 4)]
    [InlineData("highway=path,smoothness=very_bad", 0, 0)]
    [InlineData("highway=path,smoothness=impassable", 0, 0)]
    [InlineData("highway=path,smoothness=very_bad,wheelchair=yes", 4, 4)]
    [InlineData("highway=residential,foot=no", 0, 0)]
    [InlineData("highway=motorway", 0, 0)]
    [InlineData("route=ferry", 10, 10)]
    public void Wheelchair(string tags, double forwardKph, double backwardKph) => Expect(new Wheelchair(), tags, forwardKph, backwardKph);

    [Theory]
    [InlineData("barrier=bollard", true)]
    [InlineData("barrier=bollard,wheelchair=no", false)]
    [InlineData("barrier=gate", true)]
    [InlineData("barrier=gate,access=private", false)]
    [InlineData("barrier=gate,access=private,wheelchair=yes", false)]
    [InlineData("barrier=stile", false)]
    [InlineData("barrier=kissing_gate", false)]
    [InlineData("barrier=kissing_gate,wheelchair=yes", true)]
    [InlineData("barrier=turnstile", false)]
    public void Barriers_that_people_climb_or_squeeze_through_stop_a_wheelchair(string tags, bool passes) =>
        Assert.Equal(passes, new Wheelchair().Passes(Parse(tags)));

    [Fact]
    public void Limits_in_miles_are_converted()
    {
        // 40 mph = 64.37376 km/h, of which 0.8.
        Expect(new Car(), "highway=primary,maxspeed=40 mph", 51.499008, 51.499008);
        Expect(new Car(), "highway=primary,maxspeed=40mph", 51.499008, 51.499008);
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("0")]
    [InlineData("5000")]
    [InlineData("50 furlongs")]
    [InlineData("FR:walking")]
    public void A_limit_that_is_not_a_speed_is_reported_and_the_class_decides(string limit)
    {
        var use = new Car().Read(OsmTags.Of(("highway", "residential"), ("maxspeed", limit)), new StreetSpeeds());

        Assert.Equal(30, use.ForwardKph, 9);
        Assert.Equal(limit, use.UnreadLimit);
    }

    [Theory]
    [InlineData("highway=residential", LinkTraits.None)]
    [InlineData("highway=residential,bridge=yes", LinkTraits.NoSnap)]
    [InlineData("highway=residential,bridge=no", LinkTraits.None)]
    [InlineData("highway=footway,tunnel=yes", LinkTraits.NoSnap)]
    [InlineData("highway=footway,tunnel=building_passage", LinkTraits.None)]
    [InlineData("highway=steps", LinkTraits.Stairs | LinkTraits.WheelchairNo)]
    [InlineData("highway=steps,ramp:wheelchair=yes", LinkTraits.Stairs)]
    [InlineData("highway=footway,wheelchair=yes", LinkTraits.WheelchairYes)]
    [InlineData("highway=footway,wheelchair=no", LinkTraits.WheelchairNo)]
    [InlineData("highway=footway,wheelchair=limited", LinkTraits.None)]
    [InlineData("route=ferry", LinkTraits.Ferry | LinkTraits.NoSnap)]
    [InlineData("highway=pedestrian,area=yes", LinkTraits.Area)]
    [InlineData("highway=pedestrian,type=multipolygon", LinkTraits.Area)]
    public void Traits_say_what_a_way_is(string tags, LinkTraits expected) =>
        Assert.Equal(expected, new Walk().Read(Parse(tags), new StreetSpeeds()).Traits);

    [Theory]
    [InlineData("highway=motorway")]
    [InlineData("highway=motorway_link")]
    [InlineData("highway=trunk,motorroad=yes")]
    public void Nobody_snaps_to_a_motorway(string tags) =>
        Assert.Equal(LinkTraits.NoSnap, new Car().Read(Parse(tags), new StreetSpeeds()).Traits);

    [Theory]
    [InlineData("0:25", 1500)]
    [InlineData("25", 1500)]
    [InlineData("01:02:03", 3723)]
    [InlineData("PT25M", 1500)]
    [InlineData("half an hour", 0)]
    [InlineData("1:2:3:4", 0)]
    public void Ferries_take_the_time_that_the_map_says(string duration, double seconds) =>
        Assert.Equal(seconds, new Walk().Read(OsmTags.Of(("route", "ferry"), ("duration", duration)), new StreetSpeeds()).WholeWaySeconds);

    [Theory]
    [InlineData("barrier=bollard", true, true, false)]
    [InlineData("barrier=gate", true, true, false)]
    [InlineData("barrier=gate,motor_vehicle=yes", true, true, true)]
    [InlineData("barrier=gate,access=yes", true, true, true)]
    [InlineData("barrier=gate,access=private", false, false, false)]
    [InlineData("barrier=gate,access=private,foot=yes", true, true, false)]
    [InlineData("barrier=gate,locked=yes", false, false, false)]
    [InlineData("barrier=gate,locked=yes,foot=yes", true, true, false)]
    [InlineData("barrier=lift_gate", true, true, false)]
    [InlineData("barrier=lift_gate,motorcar=permissive", true, true, true)]
    [InlineData("barrier=cycle_barrier", true, true, false)]
    [InlineData("barrier=stile", true, false, false)]
    [InlineData("barrier=stile,bicycle=yes", true, true, false)]
    [InlineData("barrier=turnstile", true, false, false)]
    [InlineData("barrier=kissing_gate", true, false, false)]
    [InlineData("barrier=block", true, true, false)]
    [InlineData("barrier=bollard,bicycle=no", true, true, false)]
    [InlineData("barrier=wall", false, false, false)]
    [InlineData("barrier=fence", false, false, false)]
    [InlineData("barrier=cattle_grid", true, true, true)]
    [InlineData("barrier=toll_booth", true, true, true)]
    [InlineData("barrier=entrance", true, true, true)]
    [InlineData("barrier=kerb", true, true, true)]
    [InlineData("barrier=height_restrictor", true, true, true)]
    [InlineData("barrier=cattle_grid,access=no", false, false, false)]
    [InlineData("barrier=no", true, true, true)]
    [InlineData("barrier=yes", true, true, false)]
    public void Barriers(string tags, bool walk, bool bicycle, bool car) =>
        Assert.Equal((walk, bicycle, car), (new Walk().Passes(Parse(tags)), new Bicycle().Passes(Parse(tags)), new Car().Passes(Parse(tags))));

    [Fact]
    public void Speeds_of_the_user_are_followed()
    {
        var speeds = new StreetSpeeds { WalkKph = 5, BicycleKph = 18, FerryKph = 20, CarFactor = 0.5 };

        Assert.Equal(2.5, new Walk().Read(OsmTags.Of(("highway", "steps")), speeds).ForwardKph);
        Assert.Equal(5, new Bicycle().Read(OsmTags.Of(("highway", "footway")), speeds).ForwardKph);
        Assert.Equal(18, new Bicycle().Read(OsmTags.Of(("highway", "cycleway")), speeds).ForwardKph);
        Assert.Equal(15, new Car().Read(OsmTags.Of(("highway", "residential")), speeds).ForwardKph, 9);
        Assert.Equal(20, new Walk().Read(OsmTags.Of(("route", "ferry")), speeds).ForwardKph);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    [InlineData(40)]
    [InlineData(double.NaN)]
    public void A_walking_speed_that_nobody_walks_at_is_refused(double kph)
    {
        var e = Assert.Throws<InputException>(() => new StreetSpeeds { WalkKph = kph }.Check(new SourceLocation("--walk-speed")));

        Assert.Equal("speed-out-of-range", e.Code);
        Assert.Contains("accepted are 0.5 to 15", e.Message, StringComparison.Ordinal);
    }

    static void Expect(IStreetMode mode, string tags, double forwardKph, double backwardKph)
    {
        var use = mode.Read(Parse(tags), new StreetSpeeds());
        Assert.Equal((forwardKph, backwardKph), (Math.Round(use.ForwardKph, 9), Math.Round(use.BackwardKph, 9)));
        Assert.Equal(forwardKph > 0 || backwardKph > 0, use.IsUsable);
        Assert.Null(use.UnreadLimit);
    }

    static OsmTags Parse(string tags) =>
        OsmTags.Of([.. tags.Split(',').Select(tag => (tag[..tag.IndexOf('=', StringComparison.Ordinal)], tag[(tag.IndexOf('=', StringComparison.Ordinal) + 1)..]))]);
}
