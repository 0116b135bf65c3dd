using MLNetUNetFill.Networks;
using MLNetUNetFill.Tests.Shared;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Networks;

[Collection(TorchCollection.Name)]
public sealed class GapFillLossTests
{
    private static readonly float[] Mask = [1, 0, 0, 0, 0, 1];

    [Fact]
    public void Terms_are_those_computed_by_hand()
    {
        using var scope = NewDisposeScope();
        var loss = new GapFillLoss(2, 3, 5);
        // 0.1 0.4 0.2
        // 0.5 0.5 0.9: down .4 .1 .7, across .3 .2 0 .4
        var output = Image(0.1f, 0.4f, 0.2f, 0.5f, 0.5f, 0.9f);
        var target = Image(0.3f, 9, 9, 9, 9, 0.5f);

        var terms = loss.Compute(output, output, target, Image(Mask), 2);

        Assert.Equal((0.04 + 0.16) / 2, terms.Mse.item<float>(), 1e-6);
        Assert.Equal((0.2 + 0.4) / 2, terms.Mae.item<float>(), 1e-6);
        Assert.Equal(2.1 / 7, terms.Smoothness.item<float>(), 1e-6);
        Assert.Equal(2 * 0.1 + 3 * 0.3 + 5 * 0.3, terms.Total.item<float>(), 1e-6);
        Assert.Equal([terms.Total.item<float>(), terms.Mse.item<float>(), terms.Mae.item<float>(), terms.Smoothness.item<float>()],
            terms.Stacked().data<float>().ToArray());
    }

    [Fact]
    public void Errors_off_the_mask_do_not_count()
    {
        using var scope = NewDisposeScope();
        var loss = new GapFillLoss(1, 1, 0);
        var output = Image(0.1f, 0.4f, 0.2f, 0.5f, 0.5f, 0.9f);

        var one = loss.Compute(output, output, Image(0.3f, 0, 0, 0, 0, 0.5f), Image(Mask), 2);
        var other = loss.Compute(output, output, Image(0.3f, 1, 1, 1, 1, 0.5f), Image(Mask), 2);

        Assert.Equal(one.Total.item<float>(), other.Total.item<float>());
    }

    [Fact]
    public void A_batch_without_masked_entries_has_no_error()
    {
        using var scope = NewDisposeScope();
        var output = Image(0.1f, 0.4f, 0.2f, 0.5f, 0.5f, 0.9f);

        var terms = new GapFillLoss(1, 1, 0).Compute(output, output, zeros_like(output), zeros_like(output), 0);

        Assert.Equal(0, terms.Total.item<float>());
    }

    [Fact]
    public void A_flat_image_is_perfectly_smooth()
    {
        using var scope = NewDisposeScope();
        var output = Image(0.4f, 0.4f, 0.4f, 0.4f, 0.4f, 0.4f);

        Assert.Equal(0, new GapFillLoss(1, 1, 1).Compute(output, output, output, Image(Mask), 2).Total.item<float>());
    }

    private static Tensor Image(params float[] pixels) => tensor(pixels, [1, 1, 2, 3]);
}
