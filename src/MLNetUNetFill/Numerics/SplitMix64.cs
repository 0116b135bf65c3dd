namespace MLNetUNetFill.Numerics;

/// <summary>
/// The SplitMix64 generator (Steele, Lea and Flood 2014): a value type whose stream can be keyed by any few numbers, so that every
/// cell in every epoch has its own stream, independent of order and number of threads, without allocation.
/// </summary>
internal struct SplitMix64
{
    private ulong _state;

    /// <summary>Starts the stream of a key.</summary>
    public SplitMix64(long key0, long key1 = 0, long key2 = 0)
    {
        _state = Mix((ulong)key0);
        _state = Mix(_state ^ (ulong)key1);
        _state = Mix(_state ^ (ulong)key2);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, bound).</summary>
    public int Next(int bound) => (int)(uint)Math.BigMul(Next(), (ulong)(uint)bound, out _);

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(Math.Tau * NextDouble());

    /// <summary>A whole number with the given expectation: rounded up with the probability of its fraction.</summary>
    public int Round(double expected)
    {
        var floor = Math.Floor(expected);
        return (int)floor + (NextDouble() < expected - floor ? 1 : 0);
    }

    /// <summary>Puts the items into random order.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
