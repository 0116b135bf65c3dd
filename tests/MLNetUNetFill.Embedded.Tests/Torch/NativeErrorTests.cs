using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class NativeErrorTests
{
    [Fact]
    public void Mismatched_shapes_raise_libtorchs_own_text()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => ones(2, 3).mm(ones(2, 3)));
        Assert.Contains("cannot be multiplied (2x3 and 2x3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_in_place_operation_raises()
    {
        using var scope = NewDisposeScope();
        var leaf = ones(2).requires_grad_();
        var error = Assert.Throws<ExternalException>(() => leaf.add_(1));
        Assert.Contains("leaf Variable", error.Message, StringComparison.Ordinal);
        Assert.Throws<ExternalException>(() => ones(2).backward());
    }

    [Fact]
    public void Work_goes_on_after_an_error()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ExternalException>(() => ones(2).reshape(3));
        Assert.Equal(2f, ones(2).sum().item<float>());
        Assert.Null(ones(2).grad);
    }

    [Fact]
    public void Error_in_a_gradient_reaches_the_caller()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        var y = x.exp();
        var loss = y.sum();
        y.detach().zero_();
        y.add_(1); // exp's gradient needs the result that this overwrites
        var error = Assert.Throws<ExternalException>(loss.backward);
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_tensor_is_refused()
    {
        var x = ones(2);
        x.Dispose();
        x.Dispose();
        Assert.True(x.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => x + 1);
    }
}
