using GeoCohesion.Core.Accessibility;

namespace GeoCohesion.Core.Tests.Accessibility;

public class AgeWeightsTests
{
    // Bands 0-3, 4-5, 6-10, 11-17, 18-24, 25-39, 40-54, 55-64, 65-79, 80-89 over groups 0-4: 1, 5-19: 2, 20-84: 4, 85+: 8.
    [Fact]
    public void A_band_has_the_mean_weight_of_its_years()
    {
        var weights = new AgeWeights("test", "test", [new(0, 1), new(5, 2), new(20, 4), new(85, 8)], 89).ByBand();
        double[] expected = [1, (1 + 2) / 2.0, 2, 2, ((2 * 2) + (5 * 4)) / 7.0, 4, 4, 4, 4, ((5 * 4) + (5 * 8)) / 10.0];
        Assert.Equal(expected.Length, weights.Length);
        for (var band = 0; band < expected.Length; band++)
        {
            Assert.Equal(expected[band], weights[band], 1e-12);
        }
    }
}
