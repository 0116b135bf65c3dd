using MLNetUNetFill.Evaluation.Metrics;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Metrics;

public sealed class DetectionCalibrationTests
{
    [Fact]
    public void A_small_example_agrees_with_the_definitions()
    {
        // Two entries in the bin [0.2, 0.3): stated .25, one of two detected; one in [0.8, 0.9), detected; one in the last bin, not
        // detected.
        var calibration = DetectionCalibration.Compute(Counts.Of([3, 0], [1, 0]), [0.25f, 0.25f, 0.8f, 1]);

        Assert.Equal((0.75 * 0.75 + 0.25 * 0.25 + 0.2 * 0.2 + 1) / 4, calibration.Brier, 1e-6);
        Assert.Equal((2 * 0.25 + 1 * 0.2 + 1 * 1) / 4, calibration.ExpectedCalibrationError, 1e-6);
    }

    [Fact]
    public void Certainty_that_is_right_has_no_error() => ForAll.Seeds(seed =>
    {
        var counts = Counts.Random(seed);
        float[] certain = [.. Enumerable.Range(0, counts.CellCount * counts.GeneCount)
            .Select(i => counts[i / counts.GeneCount, i % counts.GeneCount] > 0 ? 1 : 0)];
        return DetectionCalibration.Compute(counts, certain) == new DetectionCalibration(0, 0)
            && DetectionCalibration.Compute(counts, [.. certain.Select(value => 1 - value)]) == new DetectionCalibration(1, 1);
    });

    [Fact]
    public void The_frequency_itself_is_calibrated_but_not_sharp()
    {
        var calibration = DetectionCalibration.Compute(Counts.Of([1, 0, 0, 2]), [0.5f, 0.5f, 0.5f, 0.5f]);

        Assert.Equal(new DetectionCalibration(0.25, 0), calibration);
    }
}
