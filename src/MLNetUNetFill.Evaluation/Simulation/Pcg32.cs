namespace MLNetUNetFill.Evaluation.Simulation;

/// <summary>
/// The random generator PCG-XSH-RR 64/32 (O'Neill 2014): unlike <see cref="Random"/> its sequence is fixed by its definition, and one seed
/// gives many independent streams.
/// </summary>
internal sealed class Pcg32
{
    private const ulong Multiplier = 6364136223846793005;

    private readonly ulong _increment;
    private ulong _state;

    /// <param name="seed">Where the sequence starts.</param>
    /// <param name="stream">Which sequence.</param>
    public Pcg32(ulong seed, ulong stream)
    {
        _increment = (stream << 1) | 1;
        Next();
        _state += seed;
        Next();
    }

    /// <summary>32 random bits.</summary>
    public uint Next()
    {
        var state = _state;
        _state = state * Multiplier + _increment;
        return uint.RotateRight((uint)(((state >> 18) ^ state) >> 27), (int)(state >> 59));
    }

    /// <summary>Uniform in (0, 1), 53 bits: never 0, so that its logarithm is finite.</summary>
    public double NextUniform()
    {
        var bits = ((ulong)Next() << 32 | Next()) >> 11;
        return (bits + 0.5) * (1.0 / (1ul << 53));
    }

    /// <summary>Puts the items into a random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)((ulong)Next() * (ulong)(i + 1) >> 32);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
