namespace MLNetUNetFill;

/// <summary>How log1p CP10k becomes a pixel in [0, 1].</summary>
public enum ExpressionScaling
{
    /// <summary>
    /// Each gene by its own mean and standard deviation over the cells that express it: mean 0.5, ten standard deviations from 0 to 1. The
    /// network then starts from the gene's mean and learns what deviates from it.
    /// </summary>
    PerGene,

    /// <summary>One grayscale for all genes: the largest training value becomes 1, as in the published image.</summary>
    Global,
}
