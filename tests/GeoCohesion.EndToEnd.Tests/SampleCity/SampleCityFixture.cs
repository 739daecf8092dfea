using GeoCohesion.SampleCity;
using GeoCohesion.Testing;

namespace GeoCohesion.EndToEnd.Tests.SampleCity;

/// <summary>The city made anew, once for all tests of this folder, and where its committed files are.</summary>
public sealed class SampleCityFixture
{
    static readonly Lazy<CityFiles> s_city = new(CityFiles.Make);

    public CityFiles City { get; } = s_city.Value;

    public static string Folder => Path.Combine(Repository.Root, "data-samples", "aurelmont");

    public static string PathOf(string name) => Path.Combine(Folder, name);
}
