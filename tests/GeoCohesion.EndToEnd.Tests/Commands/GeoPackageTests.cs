using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using GeoCohesion.Testing;
using Microsoft.Data.Sqlite;

namespace GeoCohesion.EndToEnd.Tests.Commands;

/// <summary>The GeoPackage as other programs see it.</summary>
public sealed partial class GeoPackageTests : IAsyncLifetime
{
    readonly TempFolder _folder = new();
    RunOutput _output = null!;

    public async ValueTask InitializeAsync()
    {
        _output = new RunOutput(_folder.Combine("results"));
        await Geocohesion.RunWell("run", new SmallTown(_folder.Combine("town")).Save(), "--out", _output.Folder);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task GDAL_opens_every_layer_with_its_rows_its_geometry_and_WGS84()
    {
        var start = new ProcessStartInfo("ogrinfo") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-ro", "-so", "-al", _output.PathOf(RunOutput.GeoPackageName) })
        {
            start.ArgumentList.Add(argument);
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("ogrinfo is not installed: install gdal-bin (apt-get install gdal-bin) to open the GeoPackage with GDAL");
            return;
        }

        using (process)
        {
            var errorText = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal((0, ""), (process.ExitCode, await errorText));
            var layers = LayerName().Split(text)[1..].Chunk(2).ToDictionary(part => part[0].Trim(), part => part[1]);
            string[] background = ["railways", "residents", "streets", "water"];
            Assert.Equal(_output.Layers().Concat(background).Order(StringComparer.Ordinal), layers.Keys.Order(StringComparer.Ordinal));
            foreach (var (layer, description) in layers.Where(layer => !background.Contains(layer.Key)))
            {
                Assert.Contains(
                    FormattableString.Invariant($"Feature Count: {_output.Rows(layer).Count}\n"), description, StringComparison.Ordinal);
                var geometry = layer switch
                {
                    "districts" or "district_reasons" or "district_rules" or "district_services_summary" or "areas" or "isochrones" => "Multi Polygon",
                    "origins" => "Unknown (any)",
                    "centralities" or "places" => "Point",
                    "district_centralities" => "Line String",
                    _ => "None",
                };
                Assert.Contains($"Geometry: {geometry}\n", description, StringComparison.Ordinal);
                Assert.Equal(geometry != "None", description.Contains("ID[\"EPSG\",4326]", StringComparison.Ordinal));
            }

            Assert.Contains("share_within: Real", layers["districts"], StringComparison.Ordinal);
            Assert.Contains("median_s: Integer", layers["districts"], StringComparison.Ordinal);
            Assert.Contains("is_main: Integer(Boolean)", layers["centralities"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_column_has_a_description_and_the_file_holds_together()
    {
        using var connection = new SqliteConnection($"Data Source={_output.PathOf(RunOutput.GeoPackageName)};Mode=ReadOnly;Pooling=False");
        connection.Open();
        Assert.Equal("ok", Scalar("PRAGMA integrity_check"));
        Assert.Null(Scalar("PRAGMA foreign_key_check"));
        Assert.Equal(0x47504B47L, Scalar("PRAGMA application_id"));
        Assert.Equal(10300L, Scalar("PRAGMA user_version"));
        foreach (var layer in _output.Layers())
        {
            Assert.Equal(
                0L,
                Scalar($"""
                    SELECT count(*) FROM pragma_table_info('{layer}') WHERE name NOT IN ('fid', 'geom')
                    AND name NOT IN (SELECT column_name FROM gpkg_data_columns WHERE table_name = '{layer}' AND length(description) > 1)
                    """));
        }

        Assert.Equal(
            "Share of residents within the limit of the rule's centralities by the fastest of the rule's modes [share 0-1]",
            Scalar("SELECT description FROM gpkg_data_columns WHERE table_name = 'districts' AND column_name = 'share_within'"));
        var metadata = (string)Scalar("SELECT metadata FROM gpkg_metadata")!;
        using var provenance = System.Text.Json.JsonDocument.Parse(metadata);
        Assert.Equal("Petite Ville", provenance.RootElement.GetProperty("territory").GetProperty("name").GetString());

        object? Scalar(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
    }

    [GeneratedRegex("^Layer name: (.*)$", RegexOptions.Multiline)]
    private static partial Regex LayerName();
}
