using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill;

/// <summary>The checks that several kinds of options share.</summary>
internal static class OptionCheck
{
    /// <summary>Refuses an option outside its range.</summary>
    public static void Require([DoesNotReturnIf(false)] bool holds, object? value, string expected,
        [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, $"{name} is {value ?? "null"}; expected {expected}.");
    }

    /// <summary>Refuses a value that its enumeration does not name.</summary>
    public static void RequireDefined<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "") where T : struct, Enum =>
        Require(Enum.IsDefined(value), value, "one of " + string.Join(", ", Enum.GetNames<T>()), name);

    /// <summary>Refuses column names that the graph or a saved chain could not have.</summary>
    public static void RequireColumnNames(string inputColumnName, string outputColumnName)
    {
        const string Input = nameof(UNetGapFillOptions.InputColumnName), Output = nameof(UNetGapFillOptions.OutputColumnName);
        Require(!string.IsNullOrWhiteSpace(inputColumnName), inputColumnName, "a column name", Input);
        Require(!string.IsNullOrWhiteSpace(outputColumnName) && outputColumnName != inputColumnName, outputColumnName,
            "a column name other than the input column's", Output);
        Require(!outputColumnName.EndsWith(".output", StringComparison.Ordinal), outputColumnName,
            "a name without the ending '.output', which ML.NET cuts off when it loads a saved chain", Output);
        Require(!GapFillOutputs.IsReserved(inputColumnName) && inputColumnName != GapFillOutputs.Observed(outputColumnName),
            inputColumnName, "a name that is not reserved for an output of the network", Input);
        Require(!GapFillOutputs.IsReserved(outputColumnName), outputColumnName,
            "a name that is not reserved for another output of the network", Output);
    }
}
