using GeoCohesion.Data.Stores.Filters;

namespace GeoCohesion.Data.Stores;

/// <summary>
/// The results of one run, to read from. Thread-safe; all its answers are of the same run, whatever is published meanwhile.
/// </summary>
/// <remarks>
/// A reader that takes a page in several reads holds nothing of the store between them: a slow client costs no connection.
/// </remarks>
public interface IFeatureStore
{
    /// <summary>The run.</summary>
    RunDescription Run { get; }

    /// <summary>Collections, in the order they are listed to people.</summary>
    IReadOnlyList<FeatureCollectionInfo> Collections { get; }

    /// <summary>Counts the features that a filter lets pass.</summary>
    /// <param name="collection">One of <see cref="Collections"/>.</param>
    /// <param name="filter">Made for the collection; null for all features.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="StoreBusyException">No connection became free in time.</exception>
    Task<long> Count(FeatureCollectionInfo collection, FilterExpression? filter, CancellationToken cancellation);

    /// <summary>Reads features in ascending order of their keys.</summary>
    /// <param name="collection">One of <see cref="Collections"/>.</param>
    /// <param name="filter">Made for the collection; null for all features.</param>
    /// <param name="afterKey">Only features with a greater key; 0 for the first.</param>
    /// <param name="limit">At most so many; at least 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="StoreBusyException">No connection became free in time.</exception>
    Task<IReadOnlyList<StoredFeature>> Read(
        FeatureCollectionInfo collection, FilterExpression? filter, long afterKey, int limit, CancellationToken cancellation);

    /// <summary>Reads one feature by its id; null where there is none.</summary>
    /// <exception cref="StoreBusyException">No connection became free in time.</exception>
    Task<StoredFeature?> Find(FeatureCollectionInfo collection, string featureId, CancellationToken cancellation);

    /// <summary>Opens a file that the run left beside its tables (<see cref="ServedFile"/>); null where there is none.</summary>
    /// <param name="name">A plain file name; any other is none of the run's.</param>
    /// <param name="cancellation">Stops the opening.</param>
    /// <returns>A stream that can be read at any position, to be disposed of before the store is given back.</returns>
    /// <exception cref="StoreBusyException">No connection became free in time.</exception>
    Task<Stream?> OpenFile(string name, CancellationToken cancellation);
}
