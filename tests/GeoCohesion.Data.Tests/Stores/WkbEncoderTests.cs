using GeoCohesion.Data.Stores;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;
using NetTopologySuite.IO;

namespace GeoCohesion.Data.Tests.Stores;

public sealed class WkbEncoderTests
{
    [Theory]
    [InlineData("POINT (2.5 48.1)")]
    [InlineData("LINESTRING (0 0, 1 -2, 3.25 4)")]
    [InlineData("LINESTRING EMPTY")]
    [InlineData("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1), (4 4, 4 5, 5 5, 5 4, 4 4))")]
    [InlineData("POLYGON EMPTY")]
    [InlineData("MULTIPOINT ((1 2), (3 4))")]
    [InlineData("MULTILINESTRING ((0 0, 1 1), (2 2, 3 3, 4 2))")]
    [InlineData("MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1)), ((20 20, 21 20, 21 21, 20 20)))")]
    [InlineData("MULTIPOLYGON EMPTY")]
    [InlineData("GEOMETRYCOLLECTION (POINT (1 2), POLYGON ((0 0, 1 0, 1 1, 0 0)))")]
    public void Bytes_are_those_of_the_reference_writer(string text)
    {
        // Of either way to keep coordinates.
        foreach (var coordinates in new CoordinateSequenceFactory[] { CoordinateArraySequenceFactory.Instance, PackedCoordinateSequenceFactory.DoubleFactory })
        {
            var geometry = new WKTReader(new NtsGeometryServices(coordinates, new PrecisionModel(), 4326)).Read(text);
            Assert.Equal(new WKBWriter(ByteOrder.LittleEndian).Write(geometry), WkbEncoder.ToBytes(geometry));
        }
    }
}
