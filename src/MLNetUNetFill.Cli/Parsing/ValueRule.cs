using System.Globalization;
using System.Numerics;

namespace MLNetUNetFill.Cli.Parsing;

/// <summary>What an option's value may be, as a test and in words.</summary>
/// <typeparam name="T">The number's type.</typeparam>
/// <param name="Expected">In words, to follow "expected": <c>a whole number from 1 to 4096</c>.</param>
/// <param name="Holds">Whether a value is allowed.</param>
internal sealed record ValueRule<T>(string Expected, Func<T, bool> Holds) where T : struct, INumber<T>
{
    /// <summary>Reads a value, in the invariant culture.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="value">The number read.</param>
    /// <returns>Whether the text is a number and allowed.</returns>
    public bool TryRead(string text, out T value) =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && T.IsFinite(value) && Holds(value);
}
