using GeoCohesion.Core;
using GeoCohesion.Core.Accessibility;
using GeoCohesion.Data.Sources.Places;
using GeoCohesion.Data.Sources.Territories;

namespace GeoCohesion.Data.Sources.Services;

/// <summary>
/// Reads checklists of services (<c>checklist.json</c>, form in <c>docs/classes.md</c>) and says what is wrong with them.
/// </summary>
public static class ChecklistFile
{
    const int Version = 1;
    const string EmbeddedName = "GeoCohesion.Data.Sources.Services.checklist.json";

    /// <summary>The services that a run judges: those of the user's file, else those that come with the program.</summary>
    /// <param name="territory">
    /// Where its <c>classes</c> name classes, a service one of whose classes is not computed is left out: it could not be told absent.
    /// </param>
    /// <param name="classes">Classes of the run.</param>
    /// <exception cref="InputException">See <see cref="Read"/>.</exception>
    public static IReadOnlyList<ServiceRequirement> For(Territory territory, PlaceClasses classes)
    {
        var services = Read(territory.Services.ChecklistPath, classes);
        return territory.Classes.Count == 0
            ? services
            : [.. services.Where(service => service.Classes.All(territory.Classes.Contains))];
    }

    /// <summary>Reads a checklist.</summary>
    /// <param name="path">The user's file, which replaces the program's; null for the program's own.</param>
    /// <param name="classes">Classes that the services may name.</param>
    /// <exception cref="InputException">
    /// <c>file-missing</c>, <c>file-unreadable</c>, <c>json-malformed</c>, <c>property-missing</c>, <c>property-malformed</c>,
    /// <c>property-unknown</c>,
    /// <c>class-unknown</c>, <c>service-duplicate</c>.
    /// </exception>
    public static IReadOnlyList<ServiceRequirement> Read(string? path, PlaceClasses classes) =>
        Parse(path is null ? JsonFile.Parse("checklist.json", Embedded()) : JsonFile.Read(path), classes);

    static List<ServiceRequirement> Parse(JsonFile file, PlaceClasses classes)
    {
        var root = file.Root;
        if (root.WholeNumber("version", 0, Version, Version, "version of the form") != Version)
        {
            throw new InputException("property-missing", $"the property 'version' is missing; this program reads version {Version}.", root.At());
        }

        var services = new List<ServiceRequirement>();
        foreach (var fields in root.Objects("services", "objects with name, fr, en and classes"))
        {
            var service = Service(fields, classes);
            if (services.Exists(other => other.Name == service.Name))
            {
                throw new InputException("service-duplicate", $"the service '{service.Name}' is there twice; names must differ.", fields.At("name"));
            }

            services.Add(service);
        }

        root.RefuseOthers();
        return services.Count > 0
            ? services
            : throw new InputException("property-missing", "'services' is missing or empty; at least one service is expected.", root.At("services"));
    }

    static ServiceRequirement Service(JsonFields fields, PlaceClasses classes)
    {
        const string NameForm = "a name of small letters without accents, digits and '-'";
        var name = fields.Parsed(
            "name", "", NameForm, text => (text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'), text));
        var classNames = fields.Texts("classes", "names of classes of places");
        var service = new ServiceRequirement(
            name.Length > 0 ? name : fields.Text("name", NameForm),
            fields.Text("fr", "the French name"),
            fields.Text("en", "the English name"),
            [.. classNames.Select((className, index) => classes.Pick(className, fields.At(FormattableString.Invariant($"classes[{index}]"))).Name)]);
        fields.RefuseOthers();
        return classNames.Count > 0
            ? service
            : throw new InputException(
                "property-missing", "'classes' is missing or empty; at least one class of places is expected.", fields.At("classes"));
    }

    static byte[] Embedded()
    {
        using var stream = typeof(ChecklistFile).Assembly.GetManifestResourceStream(EmbeddedName)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }
}
