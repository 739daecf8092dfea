namespace GeoCohesion.Core.Accessibility;

/// <summary>Classes of places that people need together (a <em>panier</em>).</summary>
/// <param name="Name">Stable name, e.g. <c>culture</c>.</param>
/// <param name="French">Label in French.</param>
/// <param name="English">Label in English.</param>
/// <param name="Classes">Names of the classes, each once; at least one.</param>
public sealed record Basket(string Name, string French, string English, IReadOnlyList<string> Classes);
