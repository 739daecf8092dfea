using GeoCohesion.Api;
using GeoCohesion.Data.Stores.PostGis;
using GeoCohesion.EndToEnd.Tests.SampleCity;
using GeoCohesion.Testing;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace GeoCohesion.EndToEnd.Tests.Api;

/// <summary>The results of the sample city, published to PostGIS, behind the real service.</summary>
public sealed class PostGisSampleCity(SampleCityRun run, SharedPostgres postgres) : ServedSampleCity(run)
{
    /// <inheritdoc/>
    protected override async Task<IRunResults> Results(RunOutput output)
    {
        var connection = postgres.Server.NewDatabase();
        using (var database = PostGisDatabase.Open(connection, mayInstall: true))
        {
            await PostGisPublisher.Publish(output.Folder, database, null, new Progress<double>(), TestContext.Current.CancellationToken);
        }

        return new PostGisResults(connection);
    }
}

/// <summary>Tests that share one published run and one service.</summary>
[CollectionDefinition(Name)]
public sealed class PostGisSampleCityDefinition : ICollectionFixture<PostGisSampleCity>
{
    public const string Name = "sample city from PostGIS";
}

/// <summary>See <see cref="CoreTests"/>; over PostGIS.</summary>
[Collection(PostGisSampleCityDefinition.Name)]
public sealed class PostGisCoreTests(PostGisSampleCity service) : CoreTests(service);

/// <summary>See <see cref="CrsTests"/>; over PostGIS.</summary>
[Collection(PostGisSampleCityDefinition.Name)]
public sealed class PostGisCrsTests(PostGisSampleCity service) : CrsTests(service);

/// <summary>See <see cref="FilterTests"/>; over PostGIS.</summary>
[Collection(PostGisSampleCityDefinition.Name)]
public sealed class PostGisFilterTests(PostGisSampleCity service) : FilterTests(service);

/// <summary>See <see cref="PagingTests"/>; over PostGIS.</summary>
[Collection(PostGisSampleCityDefinition.Name)]
public sealed class PostGisPagingTests(PostGisSampleCity service) : PagingTests(service);

/// <summary>See <see cref="AnalysisTests"/>; over PostGIS.</summary>
[Collection(PostGisSampleCityDefinition.Name)]
public sealed class PostGisAnalysisTests(PostGisSampleCity service) : AnalysisTests(service);
