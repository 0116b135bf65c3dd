namespace MLNetUNetFill.Context;

/// <summary>
/// All that the context channels of a cell need besides the cell itself: learned on the training cells, stored in the model, so that a
/// cell is scored alone. <c>G</c> modelled genes; every matrix is row-major. A cell's counts are x, its library size (over all genes,
/// modelled or not) L, its expression a = log1p(1e4 x / L).
/// </summary>
internal sealed record CellContext
{
    /// <summary>Mean of a over the cells that show the gene, <c>[G]</c>.</summary>
    public required float[] Mean { get; init; }

    /// <summary>Standard deviation of a over the cells that show the gene, shrunk towards the average gene's by five observations, <c>[G]</c>.</summary>
    public required float[] Deviation { get; init; }

    /// <summary>Share of the cells that show the gene, <c>[G]</c>.</summary>
    public required float[] DetectionRate { get; init; }

    /// <summary>The gene's share of all counts, with half a count added to every gene, <c>[G]</c>.</summary>
    public required float[] Share { get; init; }

    /// <summary>Median library size of the training cells: the pseudo-depth of the log-rate ratios.</summary>
    public required float MedianLibrary { get; init; }

    /// <summary>Mean of ln L over the training cells.</summary>
    public required float LogLibraryMean { get; init; }

    /// <summary>Standard deviation of ln L over the training cells, above 0.</summary>
    public required float LogLibraryDeviation { get; init; }

    /// <summary>The leading components of <see cref="Standardised"/>, on which neighbours are found.</summary>
    public required LinearSubspace Neighbourhood { get; init; }

    /// <summary>Principal components of a, each gene standardised over all cells (zeros included).</summary>
    public required LinearSubspace Standardised { get; init; }

    /// <summary>Principal directions of the clipped Pearson residuals, <c>[G, rank]</c>.</summary>
    public required float[] ResidualBasis { get; init; }

    /// <summary>The completion whose residuals <see cref="Related"/> is about.</summary>
    public required LowRankCompletion Completion { get; init; }

    /// <summary>A completion that is shrunk twice as much: it trusts the strongest directions alone.</summary>
    public required LowRankCompletion CoarseCompletion { get; init; }

    /// <summary>The genes whose residuals of the completion go with a gene's.</summary>
    public required RelatedGenes Related { get; init; }

    /// <summary>The cells among which neighbours are sought.</summary>
    public required LandmarkBank Landmarks { get; init; }
}
