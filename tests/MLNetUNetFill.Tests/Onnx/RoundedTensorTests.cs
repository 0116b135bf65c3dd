using MLNetUNetFill.Onnx;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Onnx;

public class RoundedTensorTests
{
    [Fact]
    public void Eight_bits_are_off_by_half_a_step_of_their_slice_at_most() => ForAll.Seeds(seed =>
    {
        var random = new Random(seed);
        long[] dims = [random.Next(1, 5), random.Next(1, 5), random.Next(1, 5)];
        var axis = random.Next(3);
        var values = RandomModels.Floats(random, (int)(dims[0] * dims[1] * dims[2]), -3, 2);

        var (bytes, scales) = RoundedTensor.ToBytes(values, axis, dims)!.Value;

        var slices = Enumerable.Range(0, values.Length).GroupBy(i => axis == 0 ? i / (dims[1] * dims[2]) : axis == 1 ? i / dims[2] % dims[1]
            : i % dims[2]);
        return scales.Length == dims[axis] && slices.All(slice => slice.Max(i => Math.Abs((int)bytes[i])) == 127
            && slice.All(i => Math.Abs(values[i] - bytes[i] * scales[slice.Key]) <= 0.5001f * scales[slice.Key]));
    });

    [Fact]
    public void Sixteen_bits_are_off_by_a_2048th_at_most() => ForAll.Seeds(seed =>
    {
        var values = RandomModels.Floats(new Random(seed), 20, -60_000, 60_000);
        return RoundedTensor.ToHalf(values)!.Zip(values)
            .All(pair => Math.Abs((float)pair.First - pair.Second) <= Math.Abs(pair.Second) / 2048);
    });

    [Fact]
    public void Zeros_stay_zero_and_tiny_values_stay_in_range()
    {
        var (bytes, scales) = RoundedTensor.ToBytes([0, 0, float.Epsilon, -100 * float.Epsilon], 0, [2, 2])!.Value;
        Assert.Equal((0, 0, 0f), (bytes[0], bytes[1], scales[0]));
        Assert.All(bytes, value => Assert.InRange(value, -127, 127));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_has_no_rounded_value(float value)
    {
        Assert.Null(RoundedTensor.ToHalf([1, value]));
        Assert.Null(RoundedTensor.ToBytes([1, value], 0, [2]));
    }

    [Fact]
    public void Half_has_no_value_above_65504() => Assert.Null(RoundedTensor.ToHalf([65_536]));
}
