using GeoCohesion.SampleCity.Geometry;
using GeoCohesion.SampleCity.Streets;

namespace GeoCohesion.SampleCity.Plan;

/// <summary>How a street gets across the railway.</summary>
public enum RailCrossing
{
    Under,
    Over,
    Level,
}

/// <summary>A street of the skeleton, drawn by hand; its bridges and tunnels come from what it crosses.</summary>
public sealed record Axis(StreetClass Kind, string Name, string Ref, RailCrossing Rail, params Pt[] Through);

/// <summary>A part of the city with its kind of streets and of people (density, share of poor households).</summary>
public sealed record Zone(string Name, Fabric Fabric, Area Area, double TurnDegrees, int PeoplePerKm2, double PovertyShare);

/// <summary>A priority district (quartier prioritaire de la politique de la ville) and the INSEE code of its commune in the national
/// file.</summary>
public sealed record PriorityDistrict(string Code, string Name, string Commune, Zone Zone)
{
    /// <summary>Parts apart from the main one.</summary>
    public Area[] Outliers { get; init; } = [];

    public bool Contains(Pt at) => Zone.Area.Contains(at) || Outliers.Any(o => o.Contains(at));
}

/// <summary>A centre to which the half hour is counted.</summary>
public sealed record CentralPlace(string Id, string Name, string Level, bool IsMain, Pt At);

/// <summary>A commune of the agglomeration.</summary>
public sealed record Commune(string Code, string Name, string PostCode, Area Area);

/// <summary>Aurelmont as a person would draw it: everything in metres east and north of the town hall.</summary>
public static class CityPlan
{
    public const string AgglomerationName = "Aurelmont Agglomération";
    public const string Siren = "249600001";
    public const string DepartmentCode = "96";
    public const string DepartmentName = "Val-d'Aurelle (fictif)";
    public const string RegionCode = "99";
    public const string RegionName = "Région fictive";
    public const int Inhabitants = 120_000;

    public const double RiverHalfWidthMeters = 32;

    /// <summary>The Aurelle flows from west to east, north of the old town.</summary>
    public static readonly Line River = Line.Smooth(
        [
            new(-9500, 1900), new(-6500, 1500), new(-4200, 850), new(-2600, 620), new(-1700, 640), new(-800, 470), new(0, 430),
                new(700, 540),
            new(1500, 900), new(2600, 1080), new(3700, 900), new(5500, 1150), new(7500, 800), new(9500, 1200),
        ],
        60);

    /// <summary>The railway passes south of the old town; the Cheminots district lies just beyond it.</summary>
    public static readonly Line Railway = Line.Smooth(
        [
            new(-9500, -3100), new(-5500, -2300), new(-3500, -1550), new(-2500, -1150), new(-1500, -900), new(-700, -760), new(0, -720),
                new(700, -760),
            new(1300, -880), new(2200, -1150), new(3500, -1450), new(6000, -2200), new(9500, -2900),
        ],
        60);

    /// <summary>The ring road (rocade), no walkers, no bicycles.</summary>
    public static readonly Line RingRoad = Line.Smooth(
        [
            new(0, 3600), new(2000, 3150), new(3450, 1700), new(3750, -150), new(3500, -1900), new(2200, -3000), new(0, -3500),
                new(-2200, -3100),
            new(-3500, -1900), new(-3900, -400), new(-3800, 1600), new(-2500, 3450),
        ],
        70,
        closed: true);

    /// <summary>Marshalling yard: the reason why nothing crosses the railway for 2.4 km.</summary>
    public static readonly Area Yard = new(
        new(-1250, -860), new(-700, -768), new(0, -728), new(640, -764), new(760, -800), new(620, -880), new(0, -880), new(-800, -905),
            new(-1150, -935));

    /// <summary>Water apart from the river.</summary>
    public static readonly Area Lake = Area.Blob(-700, -3000, 180, 120, 20);

    /// <summary>Where streets of the skeleton meet the ring road by an interchange; all others pass over it.</summary>
    public static readonly string[] Interchanges =
    [
        "Avenue de l'Ouest", "Avenue de la République", "Avenue de Bréville", "Avenue du Midi", "Rue de Montfaye", "Avenue du Bois-Rondel",
        "Route de Vauclair",
    ];

    /// <summary>Roundabouts at junctions of the skeleton.</summary>
    public static readonly Pt[] Roundabouts = [new(-1600, -150), new(1150, -1500), new(1900, 1900), new(-1480, -1500), new(4700, -600),
        new(-5200, -620)];

    public static readonly Axis[] Axes =
    [
        // The boulevards round the old town.
        new(StreetClass.Primary, "Boulevard de la Liberté", "", RailCrossing.Under, new(-560, 300), new(-650, 60), new(-640, -200),
            new(-500, -430)),
        new(StreetClass.Primary, "Boulevard de la Gare", "", RailCrossing.Under, new(-500, -430), new(-250, -540), new(0, -560),
            new(250, -540), new(480, -430)),
        new(StreetClass.Primary, "Boulevard Jean-Jaurès", "", RailCrossing.Under, new(480, -430), new(640, -160), new(660, 80),
            new(600, 330)),
        new(StreetClass.Secondary, "Quai des Mariniers", "", RailCrossing.Under, new(600, 330), new(300, 325), new(0, 325), new(-300, 335),
            new(-560, 300)),

        // The two pedestrian streets of the centre, which carry the trams.
        new(StreetClass.Pedestrian, "Rue de l'Hôtel-de-Ville", "", RailCrossing.Under, new(-655, -60), new(-300, -30), new(0, 0),
            new(300, -20), new(655, -60)),
        new(StreetClass.Pedestrian, "Cours Gambetta", "", RailCrossing.Under, new(0, 325), new(10, 150), new(0, 0), new(20, -250),
            new(0, -560)),

        // Radial streets.
        new(StreetClass.Primary, "Avenue de l'Ouest", "D 961", RailCrossing.Under,
            new(-650, -60), new(-1600, -150), new(-2800, -300), new(-3900, -420), new(-5200, -620), new(-7000, -900), new(-9000, -700)),
        new(StreetClass.Primary, "Avenue de Bréville", "D 961", RailCrossing.Under,
            new(655, -60), new(1700, -80), new(2850, -120), new(3750, -150), new(4700, -200), new(6000, -350), new(8800, -300)),
        new(StreetClass.Primary, "Avenue de la République", "D 962", RailCrossing.Under,
            new(600, 330), new(660, 560), new(760, 1200), new(900, 2400), new(1050, 3450), new(1200, 4600), new(1500, 6000),
                new(1600, 7900)),
        new(StreetClass.Primary, "Avenue du Midi", "D 963", RailCrossing.Under,
            new(480, -430), new(720, -600), new(900, -800), new(1050, -1050), new(1150, -1500), new(1450, -2400), new(1800, -3250),
                new(2500, -4200), new(3250, -4750),
            new(4300, -6200), new(4700, -7700)),
        new(StreetClass.Secondary, "Rue de Montfaye", "D 964", RailCrossing.Under,
            new(-500, -430), new(-1050, -600), new(-1500, -900), new(-1480, -1500), new(-1150, -2400), new(-800, -3420), new(-200, -4100),
                new(250, -4500), new(600, -5600), new(900, -7700)),
        new(StreetClass.Secondary, "Avenue du Bois-Rondel", "D 965", RailCrossing.Under,
            new(-1600, -150), new(-1680, 300), new(-1720, 640), new(-1780, 1000), new(-1900, 1800), new(-1750, 2600), new(-2150, 3200),
                new(-2550, 3600), new(-3200, 5200), new(-3600, 7700)),
        new(StreetClass.Tertiary, "Rue du Pont-Vieux", "", RailCrossing.Under, new(-150, 330), new(-170, 600), new(-250, 900),
            new(-420, 2200), new(-500, 3560), new(-700, 5500), new(-600, 7800)),
        new(StreetClass.Secondary, "Route de Vauclair", "D 966", RailCrossing.Under, new(760, 1200), new(1250, 1500), new(1900, 1900),
            new(2700, 2450), new(3600, 3600), new(5200, 5000), new(6500, 6800)),
        new(StreetClass.Secondary, "Route de Charlieu", "D 967", RailCrossing.Over, new(-1900, -180), new(-2400, -650), new(-3050, -1380),
            new(-3300, -2050), new(-4800, -3400), new(-7000, -5200)),

        // Streets that link the radial ones.
        new(StreetClass.Secondary, "Boulevard du Midi", "", RailCrossing.Under, new(-1480, -1500), new(-800, -1750), new(0, -1820),
            new(700, -1720), new(1150, -1500)),
        new(StreetClass.Secondary, "Boulevard de la Rive", "", RailCrossing.Under, new(-1780, 1000), new(-1000, 880), new(-250, 900),
            new(750, 1100), new(1850, 1380), new(2900, 1580)),
        new(StreetClass.Secondary, "Boulevard des Collines", "", RailCrossing.Under, new(-1900, 1900), new(-1200, 2150), new(-420, 2200),
            new(880, 2250), new(1900, 1900)),
        new(StreetClass.Secondary, "Boulevard des Ormes", "", RailCrossing.Under, new(1750, -80), new(1780, 500), new(1820, 950),
            new(1850, 1380), new(1900, 1900)),
        new(StreetClass.Tertiary, "Rue du Passage-à-Niveau", "", RailCrossing.Level, new(2850, -120), new(2900, -700), new(2950, -1300),
            new(2600, -1850), new(1320, -2000)),
        new(StreetClass.Tertiary, "Boulevard de l'Hôpital", "", RailCrossing.Under, new(-1150, -2400), new(0, -2600), new(1450, -2400)),
        new(StreetClass.Tertiary, "Rue des Maraîchers", "", RailCrossing.Under, new(-1400, -1800), new(-2300, -2000), new(-3180, -1800)),
        new(StreetClass.Tertiary, "Rue du Moulin", "", RailCrossing.Under, new(1700, -80), new(1640, -450), new(1500, -800),
            new(900, -640), new(720, -600)),
        new(StreetClass.Tertiary, "Rue des Prés", "", RailCrossing.Under, new(-1870, 1500), new(-2400, 1340), new(-2950, 1250),
            new(-3380, 1270)),

        // Outside the ring road.
        new(StreetClass.Tertiary, "Route de Saint-Clair", "D 971", RailCrossing.Over, new(1200, 4600), new(2400, 4200), new(3600, 3600)),
        new(StreetClass.Tertiary, "Rue du Pont-de-Bréville", "D 972", RailCrossing.Over, new(4700, -200), new(4780, 600), new(4850, 1600),
            new(5000, 3000), new(5200, 5000)),
        new(StreetClass.Tertiary, "Route du Moulin-Brûlé", "D 973", RailCrossing.Over, new(4700, -200), new(4700, -600), new(4600, -1800),
            new(4300, -3500), new(3250, -4750)),
        new(StreetClass.Tertiary, "Route des Étangs", "D 974", RailCrossing.Over, new(250, -4500), new(1500, -4300), new(2500, -4200)),
        new(StreetClass.Tertiary, "Route des Essarts", "D 975", RailCrossing.Over, new(-5200, -620), new(-5500, 100), new(-5600, 700),
            new(-5550, 1300), new(-5300, 2700), new(-3200, 5200)),
        new(StreetClass.Tertiary, "Avenue des Hauts-de-Vaux", "", RailCrossing.Over, new(-5200, -620), new(-5230, -800), new(-5270, -1120)),
        new(StreetClass.Tertiary, "Route de la Forêt", "D 976", RailCrossing.Over, new(-4800, -3400), new(-2500, -4300), new(250, -4500)),
        new(StreetClass.Tertiary, "Rue du Bois", "", RailCrossing.Over, new(-1750, 2600), new(-2150, 2640), new(-2330, 2600)),
    ];

    static readonly Zone s_tanneries = new("Les Tanneries", Fabric.Faubourg, Area.Blob(-1080, -30, 330, 270), 4, 9800, 0.42);
    static readonly Zone s_cheminots = new(
        "Les Cheminots",
        Fabric.Estate,
        new Area(new(-440, -950), new(0, -925), new(500, -940), new(585, -1240), new(470, -1540), new(0, -1590), new(-390, -1540),
            new(-480, -1250)),
        2,
        9000,
        0.47);

    static readonly Zone s_vaux = new("Les Hauts-de-Vaux", Fabric.Estate, Area.Blob(-5280, -1010, 370, 300), -6, 11500, 0.51);
    static readonly Zone s_boisRondel = new("Le Bois-Rondel", Fabric.Estate, Area.Blob(-2190, 2640, 330, 300), 12, 10500, 0.49);
    static readonly Zone s_plaine = new("La Plaine", Fabric.Estate, Area.Blob(3080, 270, 400, 270), -3, 9500, 0.44);
    static readonly Zone s_moulin = new("Le Moulin-Brûlé", Fabric.Estate, Area.Blob(3420, -5120, 350, 270), 25, 9800, 0.53);

    /// <summary>The six priority districts; README.md tells how each was built to behave.</summary>
    public static readonly PriorityDistrict[] Districts =
    [
        new("QN09601N", "Les Tanneries", "96001", s_tanneries),
        new("QN09602I", "Les Cheminots", "96001", s_cheminots),
        new("QN09603M", "Les Hauts-de-Vaux", "96005", s_vaux),
        new("QN09604N", "Le Bois-Rondel", "96001", s_boisRondel),
        new("QN09605M", "La Plaine", "96001", s_plaine) { Outliers = [Area.Blob(2480, 330, 95, 85)] },
        new("QN09606N", "Le Moulin-Brûlé", "96004", s_moulin),
    ];

    public static readonly CentralPlace[] Centralities =
    [
        new("AUR", "Aurelmont - Hôtel de ville", "majeur", true, new(0, 0)),
        new("STC", "Saint-Clair-du-Val - Centre-bourg", "intermédiaire", false, new(1200, 4600)),
        new("BRE", "Bréville-sur-Aurelle - Centre", "structurant", false, new(4700, -200)),
        new("MON", "Montfaye - Bourg", "intermédiaire", false, new(250, -4500)),
    ];

    /// <summary>Zones in order of precedence: where two overlap, the first one holds.</summary>
    public static readonly Zone[] Zones =
    [
        s_tanneries, s_cheminots, s_vaux, s_boisRondel, s_plaine, s_moulin,
        new("Triage", Fabric.Closed, Yard, 0, 0, 0),
        new("Campus", Fabric.Campus, Area.Blob(1330, 1660, 330, 190, 30), 30, 1500, 0.3),
        new("Hôpital", Fabric.Campus, Area.Blob(1680, -2250, 210, 190), 10, 300, 0.1),
        new("Parc de l'Aurelle", Fabric.Park, Area.Blob(-1180, 720, 380, 95, -6), -6, 0, 0),
        new("Bois du Rondel", Fabric.Park, Area.Blob(-3000, 2350, 330, 480), 15, 0, 0),
        new("Étang de la Forge", Fabric.Closed, Lake, 0, 0, 0),
        new("Vieille ville", Fabric.OldTown,
            new Area(new(-560, 310), new(-655, 60), new(-645, -200), new(-505, -435), new(-250, -545), new(0, -565), new(250, -545),
                new(485, -435), new(645, -160), new(665, 80), new(605, 335), new(0, 335)),
            8, 9500, 0.24),
        new("Quartier de la Gare", Fabric.Faubourg,
            new Area(new(-560, -435), new(-250, -545), new(250, -545), new(500, -435), new(840, -690), new(640, -720), new(0, -690),
            new(-700, -720), new(-1050, -610)), 0, 8200, 0.22),
        new("Faubourg Saint-Gilles", Fabric.Faubourg,
            new Area(new(-1700, -870), new(-1720, 520), new(-1350, 520), new(-900, 410), new(-560, 310), new(-655, 60), new(-505, -440),
            new(-1050, -610), new(-700, -715), new(-1450, -850)), 6, 7400, 0.2),
        new("Faubourg des Ormes", Fabric.Faubourg,
            new Area(new(610, 340), new(680, 480), new(1500, 820), new(1790, 890), new(1750, -80), new(1660, -920), new(1300, -830),
            new(850, -690), new(485, -430), new(660, 0)), -4, 7400, 0.17),
        new("Faubourg du Pont-Vieux", Fabric.Faubourg,
            new Area(new(-800, 560), new(-250, 510), new(300, 520), new(700, 620), new(1500, 990), new(1820, 1080), new(1840, 1380),
            new(760, 1130), new(830, 1700), new(-330, 1700), new(-420, 900), new(-800, 860)), 3, 7200, 0.16),
        new("Faubourg du Midi", Fabric.Faubourg, new Area(new(585, -930), new(960, -860), new(1500, -1000), new(1350, -1700),
            new(1150, -1500), new(700, -1720), new(470, -1540), new(585, -1240)), -8, 6800, 0.23),
        new("La Croix-Blanche", Fabric.Faubourg, new Area(new(-1480, -1000), new(-900, -980), new(-480, -950), new(-480, -1250),
            new(-390, -1540), new(0, -1590), new(470, -1540), new(700, -1720), new(0, -1820), new(-800, -1750), new(-1480, -1500)), 5,
            6200, 0.21),
        new("Les Collines", Fabric.Lotissement, new Area(new(-1800, 1050), new(-1000, 900), new(-430, 920), new(-330, 1700),
            new(830, 1700), new(800, 1350), new(1250, 1520), new(1900, 1900), new(2560, 2380), new(1650, 3120), new(0, 3460),
            new(-1500, 3450), new(-1500, 2600), new(-1900, 1900)), 10, 2700, 0.08),
        new("Les Lilas", Fabric.Lotissement, new Area(new(1790, 720), new(2600, 960), new(3480, 800), new(3640, -100), new(3540, -1330),
            new(2300, -1080), new(1700, -900), new(1760, -80)), -5, 3300, 0.09),
        new("Rive d'Aurelle", Fabric.Lotissement, new Area(new(1880, 1150), new(2600, 1190), new(3330, 1080), new(3250, 1650),
            new(2500, 2250), new(1950, 1880)), 20, 2600, 0.07),
        new("Zone d'activités des Forges", Fabric.Business, Area.Blob(2480, -2350, 420, 280), 25, 20, 0.1),
        new("Le Clos du Midi", Fabric.Lotissement,
            new Area(new(1380, -1700), new(1500, -1080), new(2800, -1380), new(3380, -1520), new(3250, -2050), new(2200, -2800),
            new(1650, -2800), new(1450, -2400)), -15, 2800, 0.1),
        new("La Grande-Borne", Fabric.Lotissement,
            new Area(new(-1400, -1560), new(-800, -1800), new(0, -1870), new(700, -1770), new(1150, -1560), new(1450, -2400),
            new(1650, -3050), new(0, -3380), new(-850, -3300), new(-1150, -2400)), 4, 3000, 0.11),
        new("Les Jardins de l'Ouest", Fabric.Lotissement,
            new Area(new(-1720, -850), new(-1720, 540), new(-2600, 520), new(-3650, 640), new(-3800, -350), new(-3500, -1480),
            new(-2550, -1080)), -8, 3100, 0.1),
        new("Les Maraîchers", Fabric.Lotissement, new Area(new(-1560, -1020), new(-2500, -1260), new(-3050, -1530), new(-3150, -1950),
            new(-2300, -2350), new(-1250, -2200), new(-1480, -1500)), 20, 2500, 0.1),
        new("Zone d'activités des Prés", Fabric.Business, Area.Blob(-2900, 1250, 520, 330, 5), 5, 20, 0.1),

        new("Bourg de Saint-Clair", Fabric.Village, Area.Blob(1200, 4600, 340, 320), 12, 4600, 0.1),
        new("Les Hauts de Saint-Clair", Fabric.Lotissement, Area.Blob(1150, 4700, 950, 750), 12, 2300, 0.06),
        new("Bréville-Centre", Fabric.Faubourg, Area.Blob(4700, -200, 400, 340), -4, 6200, 0.14),
        new("Les Coteaux de Bréville", Fabric.Lotissement, Area.Blob(4850, -300, 900, 780), -4, 2500, 0.07),
        new("Bourg de Montfaye", Fabric.Village, Area.Blob(270, -4520, 330, 300), -10, 4500, 0.11),
        new("Les Vergers", Fabric.Lotissement, Area.Blob(200, -4650, 850, 620), -10, 2200, 0.06),
        new("Bourg des Essarts", Fabric.Village, Area.Blob(-5580, 650, 300, 300), 5, 4000, 0.09),
        new("Les Genêts", Fabric.Lotissement, Area.Blob(-5300, -200, 700, 650), 5, 2300, 0.07),
        new("Le Hameau du Moulin", Fabric.Lotissement, Area.Blob(2950, -4550, 420, 330), 30, 1900, 0.1),
        new("Parc logistique", Fabric.Business, Area.Blob(4500, -2550, 480, 420), 10, 10, 0.1),
        new("Campagne", Fabric.Fields, new Area(new(-8200, -7200), new(8000, -7200), new(8000, 7400), new(-8200, 7400)), 14, 6, 0.09),
    ];

    /// <summary>Squares for people on foot, drawn as areas: name, centre, half sizes, turn.</summary>
    public static readonly (string Name, Pt At, double HalfWidth, double HalfHeight, double TurnDegrees)[] Squares =
    [
        ("Place de l'Hôtel-de-Ville", new(0, 28), 46, 30, 3),
        ("Place du Marché", new(-260, 105), 38, 30, 10),
        ("Place Saint-Étienne", new(230, 150), 30, 34, -8),
        ("Parvis de la Gare", new(-30, -620), 60, 28, 0),
        ("Place du Bourg", new(1235, 4632), 26, 22, 10),
        ("Place de la Mairie", new(4735, -170), 28, 22, 0),
    ];

    /// <summary>Paths that no neighbourhood draws by itself. Negative levels pass under, positive ones over.</summary>
    public static readonly (StreetClass Kind, string Name, int Level, Pt[] Through)[] Paths =
    [
        (StreetClass.Footway, "Passerelle des Tanneurs", 1, [new(-905, 415), new(-880, 490), new(-860, 570)]),
        (StreetClass.Footway, "Passage souterrain des Lilas", -1, [new(2190, -1085), new(2200, -1150), new(2185, -1215)]),
        (StreetClass.Steps, "Escalier du Château", 0, [new(-420, 210), new(-440, 270), new(-450, 322)]),
        (StreetClass.Steps, "Degrés Saint-Étienne", 0, [new(250, 184), new(262, 250), new(268, 325)]),
        (StreetClass.Steps, "Escalier des Mariniers", 0, [new(-60, 325), new(-62, 368)]),
        (StreetClass.Footway, "Promenade des Mariniers", 0, [new(-560, 372), new(-300, 378), new(-62, 368), new(200, 372), new(470, 400)]),
        (StreetClass.Footway, "", 0, [new(-560, 372), new(-563, 300)]),
        (StreetClass.Footway, "", 0, [new(470, 400), new(490, 328)]),
    ];

    static readonly Pt[] s_aurelmontRing =
    [
        new(-4100, 1900), new(-2900, 3900), new(0, 3950), new(2300, 3500), new(3900, 1900), new(4000, -150), new(3850, -2000),
            new(2400, -3300), new(0, -3750),
        new(-2400, -3400), new(-3800, -2100), new(-4200, -300),
    ];

    /// <summary>Five communes that share their borders exactly.</summary>
    public static readonly Commune[] Communes =
    [
        new("96001", "Aurelmont", "96000", new Area(s_aurelmontRing)),
        new("96002", "Saint-Clair-du-Val", "96100",
            new Area(s_aurelmontRing[4], s_aurelmontRing[3], s_aurelmontRing[2], s_aurelmontRing[1], new(-4000, 7600), new(2000, 8200),
            new(6900, 7200))),
        new("96003", "Bréville-sur-Aurelle", "96110",
            new Area(s_aurelmontRing[6], s_aurelmontRing[5], s_aurelmontRing[4], new(6900, 7200), new(9000, 2000), new(8900, -3000))),
        new("96004", "Montfaye", "96120", new Area(s_aurelmontRing[10], s_aurelmontRing[9], s_aurelmontRing[8], s_aurelmontRing[7],
            s_aurelmontRing[6], new(8900, -3000), new(5200, -7800), new(-4000, -7900), new(-8600, -5600))),
        new("96005", "Les Essarts-sur-Aurelle", "96130",
            new Area(s_aurelmontRing[1], s_aurelmontRing[0], s_aurelmontRing[11], s_aurelmontRing[10], new(-8600, -5600), new(-9200, 0),
            new(-8600, 4500), new(-4000, 7600))),
    ];
}
