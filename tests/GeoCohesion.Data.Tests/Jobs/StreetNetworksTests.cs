using GeoCohesion.Core;
using GeoCohesion.Data.Jobs;

namespace GeoCohesion.Data.Tests.Jobs;

public class StreetNetworksTests
{
    [Fact]
    public void A_mode_that_there_is_not_is_told_of_where_it_was_asked_for()
    {
        var at = new SourceLocation("territory.json", 12, "modes");
        var refused = Assert.Throws<InputException>(() => StreetNetworks.Modes(["walk", "fly"], at));
        Assert.Equal(("unknown-name", at), (refused.Code, refused.At));
        Assert.Contains("'fly' is not known; use one of: bicycle, car, walk", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modes_keep_their_order() =>
        Assert.Equal(["walk", "car"], StreetNetworks.Modes(["walk", "car"], default).Select(mode => mode.Name));
}
