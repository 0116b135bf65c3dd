namespace MLNetUNetFill;

/// <summary>How genes are placed on the pixels of the cell image.</summary>
public enum GeneLayout
{
    /// <summary>Co-expressed genes become neighbours; learned on the training cells and stored in the model.</summary>
    CoExpressionGrid,

    /// <summary>A seeded random permutation: the ablation that shows what the learned layout is worth.</summary>
    RandomGrid,
}
