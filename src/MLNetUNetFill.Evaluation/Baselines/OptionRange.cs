namespace MLNetUNetFill.Evaluation.Baselines;

/// <summary>Checks of options, so that every message reads alike.</summary>
internal static class OptionRange
{
    /// <summary>Checks a whole number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is smaller; the message names the option, its value and the range.</exception>
    public static int AtLeast(int least, int value, string name) =>
        Checked(value >= least, value, name, $"at least {least}");

    /// <summary>Checks a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite; the message names the option, its value and the
    /// range.</exception>
    public static double NotNegative(double value, string name) =>
        Checked(value >= 0 && double.IsFinite(value), value, name, "a finite number, at least 0");

    /// <summary>Checks a share.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0 or above 1; the message names the option, its value and the
    /// range.</exception>
    public static double Share(double value, string name) =>
        Checked(value is >= 0 and <= 1, value, name, "0 to 1");

    /// <summary>Checks a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 or not finite; the message names the option, its value and the
    /// range.</exception>
    public static double Positive(double value, string name) =>
        Checked(value > 0 && double.IsFinite(value), value, name, "a finite number above 0");

    private static T Checked<T>(bool holds, T value, string name, string expected)
    {
        OptionCheck.Require(holds, value, expected, name);
        return value;
    }
}
