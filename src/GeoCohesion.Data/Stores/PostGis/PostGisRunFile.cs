namespace GeoCohesion.Data.Stores.PostGis;

/// <summary>A file of a published run.</summary>
/// <param name="Name">Name within the run's folder, such as <c>districts.csv</c> or <c>build/streets.bin</c>.</param>
/// <param name="Length">Bytes.</param>
sealed record PostGisRunFile(string Name, long Length);
