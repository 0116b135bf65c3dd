using MLNetUNetFill.Imaging;

namespace MLNetUNetFill.Context;

/// <summary>The stored per-gene statistics of <see cref="CellContext"/>, each <c>[1, P]</c> in <see cref="PixelOrder"/>.</summary>
internal sealed class GeneTensors(PixelOrder order, CellContext context)
{
    /// <summary>1 in the pixels that hold a gene, else 0.</summary>
    public string Present { get; } = order.Row("gene_present", [.. context.Mean.Select(_ => 1f)]);

    /// <summary>m.</summary>
    public string Mean { get; } = order.Row("gene_mean", context.Mean);

    /// <summary>s; 1 without a gene.</summary>
    public string Deviation { get; } = order.Row("gene_deviation", context.Deviation, elsewhere: 1);

    /// <summary>f; 1 without a gene.</summary>
    public string Share { get; } = order.Row("gene_share", context.Share, elsewhere: 1);

    /// <summary>ln f; 0 without a gene.</summary>
    public string LogShare { get; } = order.Row("gene_log_share", [.. context.Share.Select(share => MathF.Log(share))]);
}
