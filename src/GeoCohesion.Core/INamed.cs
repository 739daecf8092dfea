namespace GeoCohesion.Core;

/// <summary>An entry of a <see cref="Catalog"/>: something the user picks by name.</summary>
public interface INamed
{
    /// <summary>Stable lower-case name, as typed on the command line or in <c>territory.json</c>.</summary>
    string Name { get; }
}
