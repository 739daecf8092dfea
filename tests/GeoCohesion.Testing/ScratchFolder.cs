namespace GeoCohesion.Testing;

/// <summary>A folder of a test's own, deleted with all that is in it.</summary>
public sealed class ScratchFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("geocohesion-test-").FullName;

    public string File(string name) => Path.Combine(FullPath, name);

    public string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
