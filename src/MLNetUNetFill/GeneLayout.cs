namespace MLNetUNetFill;

/// <summary>How genes are placed on the pixels of the cell image.</summary>
public enum GeneLayout
{
    /// <summary>Co-expressed genes become neighbours; learned on the training cells and stored in the model.</summary>
    CoExpressionGrid,

    /// <summary>A seeded random permutation: the ablation that shows what the learned layout is worth.</summary>
    RandomGrid,

    /// <summary>Rows are genes, co-expressed ones next to each other, and columns are levels of expression: a bright pixel says how high a
    /// gene is expressed by its column. The literal reading of the published representation, and
    /// <see cref="UNetGapFillOptions.ExpressionLevels"/>
    /// times
    /// the work; for <see cref="GapFillPreset.Published"/> alone.</summary>
    GeneByLevel,
}
