namespace MLNetUNetFill.Evaluation.Simulation;

/// <summary>Draws from the distributions that the simulator needs.</summary>
internal static class RandomVariates
{
    /// <summary>Standard normal (polar method; Marsaglia and Bray 1964).</summary>
    public static double Normal(this Pcg32 random)
    {
        while (true)
        {
            var u = 2 * random.NextUniform() - 1;
            var v = 2 * random.NextUniform() - 1;
            var s = u * u + v * v;
            if (s is > 0 and < 1) return u * Math.Sqrt(-2 * Math.Log(s) / s);
        }
    }

    /// <summary>Log-normal: exp of a normal with this mean and standard deviation.</summary>
    public static double LogNormal(this Pcg32 random, double location, double scale) => Math.Exp(location + scale * random.Normal());

    /// <summary>Gamma with mean shape * scale (Marsaglia and Tsang 2000).</summary>
    public static double Gamma(this Pcg32 random, double shape, double scale)
    {
        if (shape < 1) return random.Gamma(shape + 1, scale) * Math.Pow(random.NextUniform(), 1 / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.Normal();
            var v = 1 + c * x;
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(random.NextUniform()) < 0.5 * x * x + d * (1 - v + Math.Log(v))) return d * v * scale;
        }
    }

    /// <summary>Poisson: multiplication of uniforms below 10 (Knuth 1969), transformed rejection PTRS above (Hoermann 1993).</summary>
    public static long Poisson(this Pcg32 random, double mean)
    {
        if (mean < 10)
        {
            var limit = Math.Exp(-mean);
            var product = random.NextUniform();
            long count = 0;
            for (; product > limit; product *= random.NextUniform()) count++;
            return count;
        }

        var logMean = Math.Log(mean);
        var b = 0.931 + 2.53 * Math.Sqrt(mean);
        var a = -0.059 + 0.02483 * b;
        var inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        var r = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            var u = random.NextUniform() - 0.5;
            var v = random.NextUniform();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= r) return (long)k;
            if (k < 0 || (us < 0.013 && v > us)) continue;
            if (Math.Log(v * inverseAlpha / (a / (us * us) + b)) <= k * logMean - mean - BinomialVariates.LogFactorial(k)) return (long)k;
        }
    }
}
