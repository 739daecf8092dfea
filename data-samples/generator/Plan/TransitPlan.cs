using GeoCohesion.SampleCity.Geometry;

namespace GeoCohesion.SampleCity.Plan;

/// <summary>Minutes between departures; 0 means no service.</summary>
/// <param name="Peak">School-term weekdays 7-9 and 16:30-19.</param>
/// <param name="Day">Weekdays between the peaks, and holiday weekdays all day.</param>
/// <param name="Evening">After 20:30.</param>
/// <param name="Saturday">Saturdays.</param>
/// <param name="Sunday">Sundays and public holidays.</param>
public sealed record Headways(int Peak, int Day, int Evening, int Saturday, int Sunday);

/// <summary>One line: the points its vehicles pass, in order; stops are laid along the way found between them.</summary>
/// <param name="Ids">Short name, and colour for maps.</param>
/// <param name="IsTram">A tram; else a bus.</param>
/// <param name="Headsign0">Where it goes in the order of its points.</param>
/// <param name="Headsign1">Where it goes on the way back.</param>
/// <param name="Headways">How often.</param>
/// <param name="First">First departure, in minutes after midnight of the service day.</param>
/// <param name="Last">Last departure in minutes, which may pass 24 h.</param>
/// <param name="StopMeters">Usual distance between stops.</param>
/// <param name="RunKph">Speed between stops; with the time at stops a tram makes 19-20 km/h, a bus about 15.</param>
/// <param name="HasBlocks">Vehicles are told by block_id.</param>
/// <param name="HasTimepointsOnly">Only every fourth stop has a time; the others are to be interpolated by distance.</param>
/// <param name="Through">Points of the plan that it passes.</param>
public sealed record TransitLine(
    (string Name, string Colour) Ids, bool IsTram, string Headsign0, string Headsign1, Headways Headways, int First, int Last,
        double StopMeters, double RunKph,
    bool HasBlocks, bool HasTimepointsOnly, params Pt[] Through);

/// <summary>Two tram lines, eleven bus lines of the day and one of the evening.</summary>
public static class TransitPlan
{
    public const string AgencyName = "Aurel'Mobilités";

    /// <summary>Stops that carry the name of a place rather than of a street.</summary>
    public static readonly (string Name, Pt At)[] Landmarks =
    [
        ("Hôtel de Ville", new(0, 0)),
        ("Quai des Mariniers", new(-20, 326)),
        ("Gare SNCF", new(0, -560)),
        ("République", new(600, 330)),
        ("Porte de l'Ouest", new(-650, -60)),
        ("Porte de Bréville", new(655, -60)),
        ("Hauts-de-Vaux", new(-5270, -1110)),
        ("Bréville Centre", new(4700, -200)),
        ("Saint-Clair Bourg", new(1200, 4600)),
        ("Centre hospitalier", new(1450, -2400)),
        ("Campus", new(1250, 1500)),
        ("Montfaye Bourg", new(250, -4500)),
        ("Les Cheminots", new(0, -1250)),
        ("Bois-Rondel", new(-2250, 2640)),
        ("La Plaine", new(3040, 240)),
        ("Plaine - Tramway", new(2850, -120)),
        ("Moulin-Brûlé", new(3420, -5120)),
        ("Les Essarts Bourg", new(-5600, 700)),
        ("Faubourg du Midi", new(1150, -1470)),
    ];

    public static readonly TransitLine[] Lines =
    [
        new(("A", "E4032E"), true, "Bréville Centre", "Hauts-de-Vaux", new(6, 8, 15, 9, 18), 290, 1470, 500, 27, false, false,
            new(-5270, -1115), new(-5200, -640), new(-2800, -300), new(-655, -60), new(0, 0), new(655, -60), new(2850, -120),
                new(4700, -200)),
        new(("B", "0072B2"), true, "Centre hospitalier", "Saint-Clair Bourg", new(6, 9, 16, 10, 20), 295, 1465, 500, 26, false, false,
            new(1200, 4600), new(900, 2400), new(600, 330), new(0, 326), new(0, 0), new(0, -560), new(480, -430), new(1150, -1450),
                new(1450, -2400)),
        new(("1", "009E73"), false, "Campus", "Montfaye Bourg", new(10, 12, 25, 14, 30), 330, 1350, 390, 21, false, false,
            new(250, -4500), new(-1150, -2400), new(-500, -430), new(0, -560), new(640, -160), new(600, 330), new(760, 1150),
                new(1250, 1500)),
        new(("2", "CC79A7"), false, "La Plaine", "Les Essarts Bourg", new(12, 15, 30, 16, 35), 335, 1330, 390, 21, false, false,
            new(-5600, 700), new(-5200, -600), new(-1650, -155), new(-640, -200), new(0, -560), new(640, -160), new(2600, -110),
                new(3040, 240)),
        new(("3", "E69F00"), false, "Maraîchers", "Gare SNCF", new(20, 25, 40, 30, 60), 345, 1290, 360, 20, true, false,
            new(0, -560), new(480, -430), new(1050, -1050), new(0, -1250), new(-800, -1750), new(-1480, -1480), new(-2300, -2000)),
        new(("4", "8C6D31"), false, "République", "Bois-Rondel", new(40, 40, 0, 60, 0), 345, 1220, 620, 22, true, false,
            new(-2250, 2640), new(-1750, 2600), new(-1780, 1020), new(-250, 900), new(-160, 335), new(600, 330)),
        new(("5", "56B4E9"), false, "Gare SNCF", "Hautes Collines", new(20, 25, 45, 30, 60), 350, 1290, 380, 20, false, false,
            new(-700, 3050), new(-440, 2250), new(-250, 900), new(-160, 335), new(600, 330), new(640, -160), new(0, -560)),
        new(("6", "D55E00"), false, "Passage à niveau", "Rive d'Aurelle", new(20, 24, 40, 30, 60), 350, 1290, 380, 20, false, false,
            new(2450, 1800), new(1900, 1950), new(760, 1220), new(600, 330), new(480, -430), new(720, -600), new(1640, -450),
                new(2700, -115), new(2900, -700)),
        new(("7", "999999"), false, "Gare SNCF", "Jardins de l'Ouest", new(24, 30, 0, 30, 0), 360, 1220, 370, 20, false, false,
            new(-3100, 250), new(-2600, 100), new(-1900, -180), new(-1650, -155), new(-650, -60), new(-500, -430), new(0, -560)),
        new(("8", "F0A3FF"), false, "Collines", "Les Lilas", new(30, 30, 0, 40, 0), 365, 1210, 380, 20, false, false,
            new(2900, 620), new(1780, 500), new(1850, 1380), new(1900, 1850), new(880, 2250), new(-420, 2230), new(-1000, 2180)),
        new(("9", "5D4037"), false, "Plaine - Tramway", "Moulin-Brûlé", new(60, 120, 0, 120, 0), 430, 1180, 560, 20, true, false,
            new(3420, -5120), new(2500, -4200), new(1800, -3100), new(2400, -2250), new(2600, -1850), new(2900, -700), new(2850, -125)),
        new(("10", "003F5C"), false, "Gare SNCF", "Coteaux de Bréville", new(20, 30, 50, 30, 60), 345, 1280, 400, 22, false, true,
            new(5100, 250), new(4700, -200), new(2850, -120), new(2900, -700), new(2600, -1850), new(1450, -2400), new(-1100, -2400),
                new(-1480, -1550), new(-500, -430), new(0, -560)),
        new(("11", "7A5195"), false, "Quai des Mariniers", "Hauts de Saint-Clair", new(30, 30, 0, 40, 0), 355, 1210, 400, 21, false, false,
            new(700, 5050), new(1200, 4600), new(900, 2450), new(880, 2250), new(-420, 2230), new(-250, 900), new(-20, 326)),
    ];

    /// <summary>The evening circular: one trip described by frequencies, not by a timetable.</summary>
    public static readonly TransitLine Evening = new(
        ("N", "1B1B3A"), false, "Circulaire de soirée", "", new(0, 0, 30, 30, 40), 1275, 1470, 450, 22, false, false,
        new(0, -560), new(-500, -430), new(-650, -60), new(-1560, -150), new(-1780, 1000), new(-420, 2150), new(880, 2250),
            new(1840, 1900), new(1780, 500), new(1700, -85), new(655, -60), new(480, -430), new(20, -560));
}
