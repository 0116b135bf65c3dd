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

/// <summary>Draws from binomial distributions, exactly, in a time that does not grow with the number of trials.</summary>
internal static class BinomialVariates
{
    private const double InversionLimit = 10;

    private static readonly double[] LogFactorials = BuildLogFactorials();

    /// <summary>
    /// The number of successes in independent trials: inversion where few are expected (Kachitvichyanukul and Schmeiser 1988, BINV),
    /// transformed rejection with squeeze elsewhere (Hoermann, The generation of binomial random variates, 1993, BTRS).
    /// </summary>
    /// <param name="random">The generator.</param>
    /// <param name="trials">Number of trials, from 0 to 2^53.</param>
    /// <param name="probability">Probability of success, in [0, 1].</param>
    public static long Binomial(ref this SplitMix64 random, long trials, double probability)
    {
        if (trials == 0 || probability <= 0) return 0;
        if (probability > 0.5) return trials - random.Binomial(trials, 1 - probability);
        return trials * probability < InversionLimit ? Invert(ref random, trials, probability) : Reject(ref random, trials, probability);
    }

    private static long Invert(ref SplitMix64 random, long trials, double probability)
    {
        var failure = 1 - probability;
        var odds = probability / failure;
        var left = random.NextDouble();
        var mass = Math.Pow(failure, trials);
        var successes = 0L;
        while (left >= mass && successes < trials)
        {
            left -= mass;
            successes++;
            mass *= odds * (trials - successes + 1) / successes;
        }
        return successes;
    }

    private static long Reject(ref SplitMix64 random, long trials, double probability)
    {
        var deviation = Math.Sqrt(trials * probability * (1 - probability));
        var b = 1.15 + 2.53 * deviation;
        var a = -0.0873 + 0.0248 * b + 0.01 * probability;
        var squeeze = 0.92 - 4.2 / b;
        var alpha = (2.83 + 5.1 / b) * deviation;
        var logOdds = Math.Log(probability / (1 - probability));
        var mode = Math.Floor((trials + 1.0) * probability);
        var logModeWeight = LogFactorial(mode) + LogFactorial(trials - mode);
        while (true)
        {
            var u = random.NextDouble() - 0.5;
            // 1 minus a number in [0, 1): never 0, so that its logarithm is finite.
            var v = 1 - random.NextDouble();
            var distance = 0.5 - Math.Abs(u);
            var k = Math.Floor((2 * a / distance + b) * u + trials * probability + 0.5);
            if (distance >= 0.07 && v <= squeeze) return (long)k;
            if (!(k >= 0 && k <= trials)) continue;
            var logRatio = logModeWeight - LogFactorial(k) - LogFactorial(trials - k) + (k - mode) * logOdds;
            if (Math.Log(v * alpha / (a / (distance * distance) + b)) <= logRatio) return (long)k;
        }
    }

    /// <summary>ln k! for a whole number, to 1e-9.</summary>
    public static double LogFactorial(double k)
    {
        if (k < LogFactorials.Length) return LogFactorials[(int)k];
        // Stirling's series for ln Gamma(x), x = k + 1
        var x = k + 1;
        return (x - 0.5) * Math.Log(x) - x + 0.91893853320467274178 + 1 / (12 * x) - 1 / (360 * x * x * x);
    }

    private static double[] BuildLogFactorials()
    {
        var table = new double[16];
        for (var k = 2; k < table.Length; k++) table[k] = table[k - 1] + Math.Log(k);
        return table;
    }
}
