using System.Text.Encodings.Web;
using System.Text.Json;
using GeoCohesion.Core.Isochrones;
using GeoCohesion.Core.Network;
using GeoCohesion.Data.Formats;
using NetTopologySuite.Geometries;

namespace GeoCohesion.Data.Jobs;

/// <summary>Writes isochrones as GeoJSON (RFC 7946); how they were computed stands in the foreign member <c>geocohesion</c>.</summary>
/// <remarks>Longest limit first, so that maps draw the shorter ones over it.</remarks>
sealed class IsochroneFile : IDisposable
{
    const int FlushEveryBytes = 1 << 16;

    readonly Stream _stream;
    readonly Utf8JsonWriter _json;
    readonly IsochroneOptions _options;

    /// <summary>Writes what goes before the features.</summary>
    public IsochroneFile(Stream stream, IsochroneOptions options, IsochroneInputs inputs)
    {
        (_stream, _options) = (stream, options);
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartObject();
        _json.WriteString("type", "FeatureCollection");
        _json.WriteStartObject("geocohesion");
        IsochroneProperties.WriteProvenance(_json, inputs, options.Question, [options.Mode], options.IsNetwork, options.BufferMeters);
        _json.WriteEndObject();
        _json.WriteStartArray("features");
    }

    /// <summary>One feature per limit.</summary>
    /// <param name="areas">By ascending limit.</param>
    /// <param name="classes">Classes of places that were counted.</param>
    /// <param name="resolutionMillimeters">What an area may err by; null where it is drawn around streets.</param>
    public void WriteAreas(IReadOnlyList<IsochroneArea> areas, IReadOnlyList<string> classes, int? resolutionMillimeters)
    {
        foreach (var area in areas.Reverse())
        {
            Begin(area.Area, area.Limit);
            IsochroneProperties.Write(_json, area, _options.Question, classes);
            if (resolutionMillimeters is { } resolution)
            {
                _json.WriteNumber("resolution_m", Math.Round(resolution / 1000.0, 1));
            }

            End();
        }
    }

    /// <summary>One feature per piece of street.</summary>
    /// <param name="indexes">Streets of each street mode of the mode.</param>
    /// <param name="pieces">Their pieces.</param>
    /// <param name="limits">Ascending.</param>
    public void WriteStreets(IReadOnlyList<StreetIndex> indexes, IReadOnlyList<ReachedPiece>[] pieces, int[] limits)
    {
        for (var limit = limits.Length - 1; limit >= 0; limit--)
        {
            for (var on = 0; on < pieces.Length; on++)
            {
                foreach (var piece in pieces[on].Where(piece => piece.Limit == limit))
                {
                    Write(indexes[on], piece, limits[limit], pieces.Length > 1);
                }
            }
        }
    }

    void Write(StreetIndex index, ReachedPiece piece, int limit, bool hasStreetMode)
    {
        var unit = _options.Question.IsByDistance ? "m" : "s";
        var part = piece.Part;
        var points = index.Line(part.Link, part.FromMillimeters, part.ToMillimeters);
        Coordinate[] line = [.. points.Select(point => new Coordinate(point.Longitude, point.Latitude))];
        Begin(GeometryFactory.Default.CreateLineString(line), limit);
        if (hasStreetMode)
        {
            _json.WriteString("street_mode", index.Graph.Mode);
        }

        _json.WriteNumber("from_" + unit, part.FromMilliseconds / 1000.0);
        _json.WriteNumber("to_" + unit, part.ToMilliseconds / 1000.0);
        _json.WriteNumber("length_m", piece.LengthMillimeters / 1000.0);
        _json.WriteNumber("osm_way_id", index.Graph.LinkOsmWayId[part.Link]);
        End();
    }

    /// <summary>Writes what goes after the features.</summary>
    public void Complete()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _stream.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    void Begin(Geometry geometry, int limit)
    {
        _json.WriteStartObject();
        _json.WriteString("type", "Feature");
        _json.WritePropertyName("geometry");
        GeoJsonFormat.WriteGeometry(_json, geometry);
        _json.WriteStartObject("properties");
        _json.WriteString("mode", _options.Mode);
        _json.WriteString("direction", _options.Question.DirectionName);
        _json.WriteNumber(_options.Question.LimitName, limit);
        if (_options.DistrictCode is { } code)
        {
            _json.WriteString("district", code);
            return;
        }

        _json.WriteStartArray("centre");
        foreach (var (longitude, latitude) in _options.Centres)
        {
            _json.WriteStartArray();
            _json.WriteNumberValue(longitude);
            _json.WriteNumberValue(latitude);
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
    }

    void End()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
        if (_json.BytesPending > FlushEveryBytes)
        {
            _json.Flush();
        }
    }
}
