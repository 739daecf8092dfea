using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.PostGis;
using GeoCohesion.Testing;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace GeoCohesion.Data.Tests.Stores.PostGis;

/// <summary>PostGIS keeps to what every store keeps to.</summary>
public sealed class PostGisContractTests(PostGisContractTests.Published published) : FeatureStoreContract, IClassFixture<PostGisContractTests.Published>
{
    /// <inheritdoc/>
    protected override IFeatureStore Store => published.Store;

    public sealed class Published : IDisposable
    {
        readonly ScratchFolder _folder = new();
        readonly PostGisRuns _runs;
        readonly StoreLease _lease;

        public Published(SharedPostgres postgres)
        {
            var connection = postgres.Server.NewDatabase();
            Run.Write(_folder.FullPath);
            using (var database = PostGisDatabase.Open(connection, mayInstall: false))
            {
                PostGisPublisher.Publish(_folder.FullPath, database, null, new Progress<double>(), CancellationToken.None).GetAwaiter().GetResult();
            }

            _runs = PostGisRuns.Open(connection);
            _lease = _runs.Acquire();
        }

        public IFeatureStore Store => _lease.Store;

        public void Dispose()
        {
            _lease.Dispose();
            _runs.Dispose();
            _folder.Dispose();
        }
    }
}
