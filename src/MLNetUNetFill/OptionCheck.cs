using System.Diagnostics.CodeAnalysis;
using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill;

/// <summary>The checks that several kinds of options share.</summary>
internal static class OptionCheck
{
    /// <summary>Refuses an option outside its range.</summary>
    public static void Require([DoesNotReturnIf(false)] bool holds, string name, object? value, string expected)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, $"{name} is {value ?? "null"}; expected {expected}.");
    }

    /// <summary>Refuses column names that the graph or a saved chain could not have.</summary>
    public static void RequireColumnNames(string inputColumnName, string outputColumnName)
    {
        const string Input = nameof(UNetGapFillOptions.InputColumnName), Output = nameof(UNetGapFillOptions.OutputColumnName);
        Require(!string.IsNullOrWhiteSpace(inputColumnName), Input, inputColumnName, "a column name");
        Require(!string.IsNullOrWhiteSpace(outputColumnName) && outputColumnName != inputColumnName, Output, outputColumnName,
            "a column name other than the input column's");
        Require(!outputColumnName.EndsWith(".output", StringComparison.Ordinal), Output, outputColumnName,
            "a name without the ending '.output', which ML.NET cuts off when it loads a saved chain");
        Require(!GapFillOutputs.IsReserved(inputColumnName) && inputColumnName != GapFillOutputs.Observed(outputColumnName), Input,
            inputColumnName,
            "a name that is not reserved for an output of the network");
        Require(!GapFillOutputs.IsReserved(outputColumnName), Output, outputColumnName,
            "a name that is not reserved for another output of the network");
    }
}
