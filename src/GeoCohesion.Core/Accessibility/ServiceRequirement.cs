namespace GeoCohesion.Core.Accessibility;

/// <summary>A service that each district must have: an entry of the checklist.</summary>
/// <param name="Name">Stable lower-case name, e.g. <c>micro-folie</c>.</param>
/// <param name="French">French label, singular.</param>
/// <param name="English">English label, singular.</param>
/// <param name="Classes">Names of the classes of places; a place of any of them is the service. At least one.</param>
public sealed record ServiceRequirement(string Name, string French, string English, IReadOnlyList<string> Classes);
