using GeoCohesion.Core;
using GeoCohesion.Data.Stores.PostGis;

namespace GeoCohesion.Data.Jobs;

/// <summary>Loads the run of a folder into PostGIS.</summary>
public static class PublishJob
{
    /// <summary>Publishes; see <see cref="PostGisPublisher"/>.</summary>
    /// <param name="folder">Folder of a finished run.</param>
    /// <param name="connection">See <see cref="PostGisDatabase.Open"/>; the extension PostGIS is installed where it is missing.</param>
    /// <param name="keep">Number of newest runs to keep; null for all.</param>
    /// <param name="progress">Takes how far it is.</param>
    /// <param name="cancellation">Stops it; nothing is published then.</param>
    /// <returns>The database, for people, and what it came to.</returns>
    /// <exception cref="InputException">There is no run in the folder, or the database cannot take it.</exception>
    public static async Task<(string Database, PublicationSummary Summary)> Run(
        string folder, string connection, int? keep, IProgress<JobProgress> progress, CancellationToken cancellation)
    {
        using var database = PostGisDatabase.Open(connection, mayInstall: true);
        return (database.Name, await PostGisPublisher.Publish(folder, database, keep, new Step(progress), cancellation));
    }

    sealed class Step(IProgress<JobProgress> progress) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new JobProgress("Publishing", value));
    }
}
