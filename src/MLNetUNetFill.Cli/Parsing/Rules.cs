using System.Globalization;
using System.Numerics;

namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The ranges that options have.</summary>
internal static class Rules
{
    /// <summary>Whole numbers, both ends allowed.</summary>
    public static ValueRule<int> Whole(int minimum, int maximum = int.MaxValue) =>
        new(maximum == int.MaxValue ? $"a whole number, at least {minimum}" : $"a whole number from {minimum} to {maximum}",
            value => value >= minimum && value <= maximum);

    /// <summary>Passes over the cells: as many as anyone waits for, and a record of each is kept.</summary>
    public static ValueRule<int> Epochs { get; } = Whole(1, 100_000);

    /// <summary>Odd whole numbers, both ends allowed.</summary>
    public static ValueRule<int> Odd(int minimum, int maximum) =>
        new($"an odd number from {minimum} to {maximum}", value => value >= minimum && value <= maximum && value % 2 == 1);

    /// <summary>Multiples of a whole number, both ends allowed.</summary>
    public static ValueRule<int> MultipleOf(int factor, int minimum, int maximum) =>
        new($"a multiple of {factor} from {minimum} to {maximum}", value => value >= minimum && value <= maximum && value % factor == 0);

    /// <summary>Numbers, both ends allowed.</summary>
    public static ValueRule<double> From(double minimum, double maximum) =>
        new($"a number from {minimum} to {maximum}", value => value >= minimum && value <= maximum);

    /// <summary>Numbers above a limit.</summary>
    public static ValueRule<double> Above(double limit) => new($"a number above {limit}", value => value > limit);

    /// <summary>Numbers between two limits, neither allowed.</summary>
    public static ValueRule<double> Between(double above, double below) =>
        new($"a number above {above} and below {below}", value => value > above && value < below);

    /// <summary>Numbers from a minimum to a limit that is not allowed itself.</summary>
    public static ValueRule<double> FromBelow(double minimum, double below) =>
        new($"a number, at least {minimum} and below {below}", value => value >= minimum && value < below);

    /// <summary>Numbers above a limit, up to a maximum.</summary>
    public static ValueRule<double> AboveUpTo(double above, double maximum) =>
        new($"a number above {above} and at most {maximum}", value => value > above && value <= maximum);
}

/// <summary>What an option's value may be, as a test and in words.</summary>
/// <typeparam name="T">The number's type.</typeparam>
/// <param name="Expected">In words, to follow "expected": <c>a whole number from 1 to 4096</c>.</param>
/// <param name="Holds">Whether a value is allowed.</param>
internal sealed record ValueRule<T>(string Expected, Func<T, bool> Holds) where T : struct, INumber<T>
{
    /// <summary>Reads a value, in the invariant culture.</summary>
    /// <param name="text">As typed.</param>
    /// <returns>Whether the text is a number and allowed, and the number.</returns>
    public (bool IsValid, T Value) Read(string text) =>
        (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && T.IsFinite(value) && Holds(value), value);
}
