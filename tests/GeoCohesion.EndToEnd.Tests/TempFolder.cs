namespace GeoCohesion.EndToEnd.Tests;

/// <summary>A folder of its own for one test, gone at its end.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("geocohesion-e2e-").FullName;

    public string Combine(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A killed program's file system traces may outlive it by a moment; the system's own temp cleaning takes the rest.
        }
    }
}
