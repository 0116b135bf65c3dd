namespace MLNetUNetFill.Context;

/// <summary>
/// The channels that the rate branch sees: the first ones. The two after them tell of the value where a gene is expressed, not of how often it is:
/// without them the branch predicts no worse (Poisson deviance of count thinning) and trains faster, and its versions of the counts need neither.
/// </summary>
internal static class RateChannels
{
    /// <summary>How many they are.</summary>
    public const int Count = (int)ContextChannel.GeneDeviation + 1;
}
