namespace GeoCohesion.Core.Isochrones;

/// <summary>A part of a link that is reached within a limit; between its ends time is linear, to the millisecond.</summary>
/// <remarks>
/// Where two parts meet, each has the time of those who come along it: at a source in a one-way street these differ, since one starts there
/// but comes back to it the long way round.
/// </remarks>
/// <param name="Link">Index of the link.</param>
/// <param name="FromMillimeters">From the first end of the link, along its geometry; at most <paramref name="ToMillimeters"/>.</param>
/// <param name="ToMillimeters">Inclusive. Equal to <paramref name="FromMillimeters"/> where nothing but a point is reached.</param>
/// <param name="FromMilliseconds">Time at the one end, the source's connector included.</param>
/// <param name="ToMilliseconds">Time at the other end.</param>
public readonly record struct ReachedPart(int Link, int FromMillimeters, int ToMillimeters, int FromMilliseconds, int ToMilliseconds);
