using MLNetUNetFill.Cli.Terminal;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Reads the inputs of a verb, and logs their size.</summary>
internal static class Inputs
{
    /// <summary>Reads a 10x folder of raw counts into memory.</summary>
    public static CountMatrix Counts(CommandContext context, string folder)
    {
        var read = TenX.Read(folder, context.Cancelled);
        var counts = read.Counts;
        Say(context, $"Read {folder}", counts.CellCount, counts.GeneCount, counts.NonZeroCount, read.Warnings);
        return counts;
    }

    /// <summary>Checks a 10x folder of raw counts, to be read cell by cell.</summary>
    public static CountSource Open(CommandContext context, string folder)
    {
        var counts = TenX.Open(folder, context.Cancelled);
        Say(context, $"Checked {folder}", counts.Barcodes.Count, counts.GeneNames.Count, counts.NonZeroCount, counts.Warnings);
        return counts;
    }

    /// <summary>Reads the label of every cell.</summary>
    public static string[] Labels(string path, CountMatrix counts)
    {
        var labels = LabelFile.Read(path, counts.Barcodes);
        return labels.Distinct(StringComparer.Ordinal).Count() > 1 ? labels
            : throw new GapFillException($"{path} gives all cells the label '{labels[0]}'; "
                + "expected at least 2 different labels, or no --labels.");
    }

    /// <summary>Reads a second matrix and checks that it has the same cells and genes.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="folder">10x folder.</param>
    /// <param name="counts">The matrix that it must fit.</param>
    /// <param name="countsFolder">Where that came from, for messages.</param>
    public static CountMatrix Companion(CommandContext context, string option, string folder, CountMatrix counts, string countsFolder)
    {
        var companion = TenX.Read(folder, context.Cancelled).Counts;
        RequireSame("cell", companion.Barcodes, counts.Barcodes);
        RequireSame("gene", companion.GeneNames, counts.GeneNames);
        return companion;

        void RequireSame(string what, IReadOnlyList<string> found, IReadOnlyList<string> expected)
        {
            if (found.Count != expected.Count)
                throw new GapFillException($"{option} {folder} has {Counted.Text(found.Count, what)}; expected the {expected.Count} of "
                    + $"{countsFolder}.");
            for (var i = 0; i < found.Count; i++)
                if (found[i] != expected[i])
                    throw new GapFillException($"{option} {folder}: {what} {i + 1} is '{found[i]}'; expected '{expected[i]}' as in "
                        + $"{countsFolder}.");
        }
    }

    private static void Say(CommandContext context, string what, int cells, int genes, long nonZero, IReadOnlyList<string> warnings)
    {
        foreach (var warning in warnings) context.Log.Warn(warning);
        context.Log.Info($"{what}: {Counted.Text(cells, "cell")} x {Counted.Text(genes, "gene")}, "
            + $"{Counted.Text(nonZero, "non-zero count")}.");
    }
}
