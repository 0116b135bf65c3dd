using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class TensorMathTests
{
    private static readonly float[] Positive = [0.5f, 1f, 2f, 5f];

    public static TheoryData<string, Func<Tensor, Tensor>, Func<double, double>> Functions => new()
    {
        { "neg", x => x.neg(), x => -x },
        { "minus", x => -x, x => -x },
        { "abs", x => (-x).abs(), x => x },
        { "torch.abs", x => abs(-x), x => x },
        { "square", x => x.square(), x => x * x },
        { "torch.square", x => square(x), x => x * x },
        { "sqrt", x => x.sqrt(), Math.Sqrt },
        { "torch.sqrt", x => sqrt(x), Math.Sqrt },
        { "exp", x => x.exp(), Math.Exp },
        { "torch.exp", x => exp(x), Math.Exp },
        { "log", x => x.log(), Math.Log },
        { "torch.log", x => log(x), Math.Log },
        { "log1p", x => x.log1p(), x => Math.Log(1 + x) },
        { "torch.log1p", x => log1p(x), x => Math.Log(1 + x) },
        { "sigmoid", x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x)) },
        { "torch.sigmoid", x => sigmoid(x), x => 1 / (1 + Math.Exp(-x)) },
        { "relu", x => (x - 1).relu(), x => Math.Max(x - 1, 0) },
        { "softplus", x => nn.functional.softplus(x), x => Math.Log(1 + Math.Exp(x)) },
        { "pow number", x => x.pow(3), x => x * x * x },
        { "torch.pow", x => pow(x, 0.5), Math.Sqrt },
        { "pow tensor", x => x.pow(x), x => Math.Pow(x, x) },
        { "clamp", x => x.clamp(1, 2), x => Math.Clamp(x, 1, 2) },
        { "clamp from below", x => clamp(x, min: 1), x => Math.Max(x, 1) },
        { "clamp from above", x => x.clamp(max: 1.5), x => Math.Min(x, 1.5) },
        { "tensor + tensor", x => x + x, x => x + x },
        { "tensor + number", x => x + 2, x => x + 2 },
        { "number + tensor", x => 2 + x, x => 2 + x },
        { "tensor - tensor", x => x - (2 * x), x => -x },
        { "tensor - number", x => x - 2.5, x => x - 2.5 },
        { "number - tensor", x => 2.5f - x, x => 2.5 - x },
        { "tensor * tensor", x => x * x, x => x * x },
        { "tensor * number", x => x * 3, x => x * 3 },
        { "tensor / tensor", x => x / (x + 1), x => x / (x + 1) },
        { "tensor / number", x => x / 4, x => x / 4 },
        { "number / tensor", x => 1 / x, x => 1 / x },
        { "add", x => x.add(1).add(x), x => (2 * x) + 1 },
        { "sub", x => x.sub(1).sub(x), _ => -1 },
        { "mul", x => x.mul(2).mul(x), x => 2 * x * x },
        { "maximum", x => x.maximum(ones_like(x)), x => Math.Max(x, 1) },
        { "torch.maximum", x => maximum(x, ones_like(x)), x => Math.Max(x, 1) },
        { "where", x => where(x > 1, x, -x), x => x > 1 ? x : -x },
        { "where of a tensor", x => x.where(x > 1, -x), x => x > 1 ? x : -x },
        { "masked_fill", x => x.masked_fill(x > 1, 7), x => x > 1 ? 7 : x },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_agrees_with_its_formula(string name, Func<Tensor, Tensor> function, Func<double, double> formula)
    {
        using var scope = NewDisposeScope();
        var actual = function(tensor(Positive)).data<float>().ToArray();
        for (var i = 0; i < Positive.Length; i++)
            Assert.True(Math.Abs(formula(Positive[i]) - actual[i]) < 1e-4, $"{name}({Positive[i]}) gave {actual[i]}");
    }

    /// <summary>log((n - 1)!) at 1, 2, 3, 5; log(sqrt(pi)) at one half.</summary>
    [Fact]
    public void Lgamma_is_the_logarithm_of_the_gamma_function()
    {
        using var scope = NewDisposeScope();
        var actual = lgamma(tensor(new[] { 1.0, 2, 3, 5, 0.5 })).data<double>().ToArray();
        double[] expected = [0, 0, Math.Log(2), Math.Log(24), Math.Log(Math.PI) / 2];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-12);
        Assert.Equal(Math.Log(2), tensor(3.0).lgamma().item<double>(), 1e-12);
    }

    public static TheoryData<Func<Tensor, Tensor, Tensor>, Func<Tensor, Tensor>, bool[]> Comparisons => new()
    {
        { (a, b) => a == b, a => a == 2, [false, true, false] },
        { (a, b) => a != b, a => a != 2, [true, false, true] },
        { (a, b) => a < b, a => a < 2, [true, false, false] },
        { (a, b) => a <= b, a => a <= 2, [true, true, false] },
        { (a, b) => a > b, a => a > 2, [false, false, true] },
        { (a, b) => a >= b, a => a >= 2, [false, true, true] },
        { (a, b) => a.eq(b), a => a.eq(2), [false, true, false] },
        { (a, b) => a.ne(b), a => a.ne(2), [true, false, true] },
        { (a, b) => a.lt(b), a => a.lt(2), [true, false, false] },
        { (a, b) => a.le(b), a => a.le(2), [true, true, false] },
        { (a, b) => a.gt(b), a => a.gt(2), [false, false, true] },
        { (a, b) => a.ge(b), a => a.ge(2), [false, true, true] },
        { (a, b) => b < a, a => 2 < a, [false, false, true] },
        { (a, b) => b >= a, a => 2 >= a, [true, true, false] },
    };

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void Comparisons_give_truth_values(Func<Tensor, Tensor, Tensor> withTensor, Func<Tensor, Tensor> withNumber, bool[] expected)
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1f, 2, 3 });
        Assert.Equal(expected, withTensor(a, tensor(new[] { 2f, 2, 2 })).data<bool>().ToArray());
        Assert.Equal(expected, withNumber(a).data<bool>().ToArray());
    }

    [Fact]
    public void In_place_operations_change_the_tensor_itself()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { -1f, 2 });
        Assert.Same(x, x.add_(1));
        Assert.Equal([0f, 3f], x.data<float>().ToArray());
        x.add_(x).mul_(2).mul_(x).sub_(4).sub_(ones_like(x));
        Assert.Equal([-5f, 139f], x.data<float>().ToArray());
        Assert.Equal([0f, 139f], x.relu_().data<float>().ToArray());
        Assert.Equal([4f, 4f], x.fill_(4).data<float>().ToArray());
        Assert.Equal([0f, 0f], x.zero_().data<float>().ToArray());
        Assert.Equal([0.5f, 0.5f], x.sigmoid_().data<float>().ToArray());
        Assert.Equal([8f, 9f], x.copy_(tensor(new[] { 8L, 9L })).data<float>().ToArray());
    }

    [Fact]
    public void Reductions_agree_with_hand_computed_values()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2, 3, 4, 5, 6 }, [2, 3]);
        Assert.Equal(21f, x.sum().item<float>());
        Assert.Equal(21.0, sum(x, float64).item<double>());
        Assert.Equal([5f, 7f, 9f], x.sum(dim: 0).data<float>().ToArray());
        Assert.Equal([2, 1], x.sum(1, keepdim: true).shape);
        Assert.Equal(21f, x.sum(new long[] { 0, 1 }).item<float>());
        Assert.Equal(3.5f, x.mean().item<float>());
        Assert.Equal(3.5f, mean(x).item<float>());
        Assert.Equal([2f, 5f], x.mean([1]).data<float>().ToArray());
        Assert.Equal(6f, x.max().item<float>());
    }

    [Fact]
    public void Matrix_products_agree_with_hand_computed_values()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1f, 2, 3, 4 }, [2, 2]);
        var b = tensor(new[] { 5f, 6, 7, 8 }, [2, 2]);
        float[] expected = [19, 22, 43, 50];
        Assert.Equal(expected, a.mm(b).data<float>().ToArray());
        Assert.Equal(expected, mm(a, b).data<float>().ToArray());
        Assert.Equal(expected, a.matmul(b).data<float>().ToArray());
        Assert.Equal([17f, 39f], matmul(a, tensor(new[] { 5f, 6 })).data<float>().ToArray());
    }

    [Fact]
    public void Numbers_keep_integer_tensors_integer()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1L, 2 });
        Assert.Equal(ScalarType.Int64, (x + 1).dtype);
        Assert.Equal(ScalarType.Float32, (x + 1.5).dtype);
        Assert.Equal(ScalarType.Float64, (tensor(new[] { 1.0 }) * 2f).dtype);
        Assert.Equal(ScalarType.Int64, (x + true).dtype);
        Assert.Equal([4L, 5L], (x + 3L).data<long>().ToArray());
    }

    [Fact]
    public void Equality_compares_all_elements()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1f, 2 });
        Assert.True(a.Equals(tensor(new[] { 1f, 2 })));
        Assert.False(a.Equals(tensor(new[] { 1f, 2.001f })));
        Assert.True(a.allclose(tensor(new[] { 1f, 2.001f }), rtol: 0.01));
        Assert.False(a.allclose(tensor(new[] { 1f, 2.1f })));
    }
}
