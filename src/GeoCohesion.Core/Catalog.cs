namespace GeoCohesion.Core;

/// <summary>Finds every implementation of an extension point in its assembly: adding one is adding one file.</summary>
public static class Catalog
{
    /// <summary>One instance of each concrete <typeparamref name="T"/>, by name in ordinal order. Run once, at start.</summary>
    public static IReadOnlyDictionary<string, T> Of<T>()
        where T : class, INamed
    {
        var byName = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var type in typeof(T).Assembly.GetTypes())
        {
            if (type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(T)) && type.GetConstructor(Type.EmptyTypes) is not null)
            {
                var entry = (T)Activator.CreateInstance(type)!;
                byName.Add(entry.Name, entry);
            }
        }

        return byName;
    }

    /// <summary>Looks an entry up for the user.</summary>
    /// <exception cref="InputException">No entry has that name (<c>unknown-name</c>); the message lists those there are.</exception>
    public static T Pick<T>(this IReadOnlyDictionary<string, T> catalog, string name, SourceLocation at)
        where T : class, INamed =>
        catalog.TryGetValue(name, out var entry)
            ? entry
            : throw new InputException("unknown-name", $"'{name}' is not known; use one of: {string.Join(", ", catalog.Keys)}.", at);
}
