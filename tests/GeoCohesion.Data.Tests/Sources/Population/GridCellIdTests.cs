using System.Text;
using GeoCohesion.Data.Sources.Population;

namespace GeoCohesion.Data.Tests.Sources.Population;

public class GridCellIdTests
{
    [Theory]
    [InlineData("CRS3035RES200mN2029800E4252400", 3035, 200, 2029800, 4252400)]
    [InlineData("CRS3035RES1000mN2029000E4252000", 3035, 1000, 2029000, 4252000)]
    [InlineData("CRS5490RES200mN1591800E0712400", 5490, 200, 1591800, 712400)]
    [InlineData("CRS2975RES200mN7634200E0359400", 2975, 200, 7634200, 359400)]
    [InlineData("CRS32620RES200mN0E0", 32620, 200, 0, 0)]
    public void Cells_are_named_by_system_side_and_lower_left_corner(string text, int crs, int side, int northing, int easting)
    {
        Assert.True(GridCellId.TryParse(Encoding.UTF8.GetBytes(text), out var id));
        Assert.Equal(new GridCellId(crs, side, northing, easting), id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("200mN20298E42524")]
    [InlineData("CRS303RES200mN2029800E4252400")]
    [InlineData("CRS3035RES200N2029800E4252400")]
    [InlineData("CRS3035RES0mN2029800E4252400")]
    [InlineData("CRS3035RES200mN2029800")]
    [InlineData("CRS3035RES200mNE4252400")]
    [InlineData("CRS3035RES200mN2029800E4252400 ")]
    [InlineData("CRS3035RES200mN-2029800E4252400")]
    [InlineData("CRS3035RES200mN2029800E4252400123456")]
    [InlineData("CRS3035RES99999999999mN1E1")]
    public void Anything_else_is_no_cell(string text) => Assert.False(GridCellId.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void The_square_starts_at_its_lower_left_corner()
    {
        var square = new GridCellId(3035, 200, 2936400, 3336600).ToPolygon();
        Assert.Equal("POLYGON ((3336600 2936400, 3336800 2936400, 3336800 2936600, 3336600 2936600, 3336600 2936400))", square.AsText());
        Assert.Equal(3035, square.SRID);
    }
}
