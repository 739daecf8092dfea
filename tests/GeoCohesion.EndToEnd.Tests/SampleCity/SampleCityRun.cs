using GeoCohesion.EndToEnd.Tests.SampleCity;

[assembly: AssemblyFixture(typeof(SampleCityRun))]

namespace GeoCohesion.EndToEnd.Tests.SampleCity;

/// <summary>The whole run of the sample city by the program, once for all tests that read its results.</summary>
public sealed class SampleCityRun : IDisposable
{
    readonly TempFolder _folder = new();
    readonly Lazy<Task<RunOutput>> _output;

    public SampleCityRun() => _output = new(async () =>
    {
        var output = new RunOutput(_folder.Combine("results"));
        await Geocohesion.RunWell("run", SampleCityFixture.PathOf("territory.json"), "--out", output.Folder, "--threads", "1", "--strict");
        return output;
    });

    /// <summary>Its results, computed by one thread.</summary>
    public Task<RunOutput> Output => _output.Value;

    public void Dispose() => _folder.Dispose();
}
