using GeoCohesion.Data.Stores;
using GeoCohesion.Data.Stores.GeoPackages;
using GeoCohesion.Testing;

namespace GeoCohesion.Data.Tests.Stores.GeoPackages;

/// <summary>A GeoPackage keeps to what every store keeps to.</summary>
public sealed class GeoPackageContractTests(GeoPackageContractTests.Published published) : FeatureStoreContract, IClassFixture<GeoPackageContractTests.Published>
{
    /// <inheritdoc/>
    protected override IFeatureStore Store => published.Store;

    public sealed class Published : IDisposable
    {
        readonly ScratchFolder _folder = new();
        readonly PublishedRun _run;
        readonly StoreLease _lease;

        public Published()
        {
            Run.Write(_folder.FullPath);
            _run = new PublishedRun(_folder.FullPath);
            _lease = _run.Acquire();
        }

        public IFeatureStore Store => _lease.Store;

        public void Dispose()
        {
            _lease.Dispose();
            _run.Dispose();
            _folder.Dispose();
        }
    }
}
