namespace MLNetUNetFill;

/// <summary>
/// How a model file stores the kernels of the network and the bases of its low-rank reconstructions. Every runtime computes in single
/// precision all the same, from the rounded values: a smaller file, as fast. Observed values, the counts and the search for neighbours stay
/// exact.
/// </summary>
public enum ModelPrecision
{
    /// <summary>32-bit floats, as trained.</summary>
    Single,

    /// <summary>16-bit floats: 11 significant bits.</summary>
    Half,

    /// <summary>8-bit integers, symmetric around 0, with a scale for each slice of a kernel along its first axis and for each direction of
    /// a basis.</summary>
    Int8,
}
