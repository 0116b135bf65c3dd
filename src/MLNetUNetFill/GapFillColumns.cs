namespace MLNetUNetFill;

/// <summary>Columns that the transformer adds on request, each a vector of <see cref="float"/> with one slot a gene, but for
/// <see cref="Novelty"/>, and named as here but for <see cref="Observed"/>. For genes outside the selection they repeat what was observed;
/// for a cell without counts they are 0.</summary>
[Flags]
public enum GapFillColumns
{
    /// <summary>No column but the filled one.</summary>
    None = 0,

    /// <summary>The expression that the gene has in such a cell if it is expressed at all, log1p CP10k; the network's estimate in observed
    /// entries, too.</summary>
    FilledIfExpressed = 1,

    /// <summary>The expected share of the cell's counts, 0 to 1: times the library size it is the expected count. The mean of a
    /// Gamma-Poisson posterior that knows the cell's own count.</summary>
    ExpectedRate = 2,

    /// <summary>The probability, 0 to 1, that another part of this cell with its own library size shows the gene.</summary>
    DetectionProbability = 4,

    /// <summary>Standard deviation of <see cref="FilledIfExpressed"/>, log1p CP10k: plus and minus 1.645 of it hold 90 % of the values of
    /// entries set aside in training.</summary>
    FillUncertainty = 8,

    /// <summary>What was there before filling, log1p CP10k: the counts at a common library size, zeros left zero. Its column is named
    /// after the filled one, by default <c>Filled.Observed</c>, and its vectors are sparse. Both presets have it.</summary>
    Observed = 16,

    /// <summary>How unlike the training cells the cell is, a vector of one slot: its distance from the counts that the most similar
    /// training cells let expect. One in a hundred of the training cells is above 1. Many such cells among new ones say that the model
    /// knows no cells of their kind, or not their protocol. Model files before format 6 do not have it.</summary>
    Novelty = 32,

    /// <summary>All of them.</summary>
    All = FilledIfExpressed | ExpectedRate | DetectionProbability | FillUncertainty | Observed | Novelty,
}
