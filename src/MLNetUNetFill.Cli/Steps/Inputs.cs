namespace MLNetUNetFill.Cli.Steps;

/// <summary>Reads the inputs of a verb, and logs their size.</summary>
internal static class Inputs
{
    /// <summary>Reads raw counts into memory.</summary>
    public static CountMatrix Counts(CommandContext context, string path, CountFileOptions options) =>
        Open(context, path, options with { InMemory = true }, "Read").ToMatrix(context.Cancelled);

    /// <summary>Reads raw counts into memory, and the label of every cell from a file or from the input, if any is named.</summary>
    public static (CountMatrix Counts, string[]? Labels) CountsAndLabels(CommandContext context, InputSource input)
    {
        var (path, format, labelFile, labelColumn, columnAsTyped) = input;
        InputCheck.File("--labels", labelFile, "a file of cell types");
        var source = Open(context, path, format with { InMemory = true, LabelColumn = labelFile is null ? labelColumn : null }, "Read");
        if (labelFile is null && labelColumn is not null && source.Labels is null)
            throw new GapFillException($"{columnAsTyped}, but {path} has no columns of labels; expected a table or an .h5ad file, or a "
                + "file of --labels.");
        var labels = labelFile is null ? source.Labels?.ToArray()
            : LabelFile.Read(labelFile, source.Barcodes, labelColumn, context.Log.Warn);
        return labels is null || labels.Distinct(StringComparer.Ordinal).Count() > 1 ? (source.ToMatrix(context.Cancelled), labels)
            : throw new GapFillException($"{labelFile ?? path} gives all cells the label {NameList.Quote(labels[0])}; "
                + "expected at least 2 different labels, or no --labels.");
    }

    /// <summary>Checks raw counts, to be read cell by cell.</summary>
    public static CountSource Open(CommandContext context, string path, CountFileOptions options, string done = "Checked")
    {
        var counts = CountFile.Open(path, options, context.Cancelled);
        foreach (var warning in counts.Warnings) context.Log.Warn(warning);
        context.Log.Info($"{done} {path}: {Counted.Text(counts.Barcodes.Count, "cell")} x {Counted.Text(counts.GeneNames.Count, "gene")}, "
            + $"{Counted.Text(counts.NonZeroCount, "non-zero count")}.");
        return counts;
    }

    /// <summary>Reads filled values and checks that they have the same cells and genes as the counts; warns where they are counts
    /// themselves.</summary>
    /// <inheritdoc cref="Companion"/>
    public static CountMatrix Filled(CommandContext context, string option, string folder, CountMatrix counts, string countsFolder,
        string? layer)
    {
        var filled = Companion(context, option, folder, counts, countsFolder, layer);
        if (!filled.Cells.Values.Any(value => value != MathF.Floor(value)))
            context.Log.Warn($"{option} {folder} holds whole numbers alone, as counts are; expected filled values, log1p CP10k, as "
                + "which they are measured.");
        return filled;
    }

    /// <summary>Reads a second matrix and checks that it has the same cells and genes.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="folder">10x folder, a table with its cells in rows, or an .h5ad or .h5 file.</param>
    /// <param name="counts">The matrix that it must fit.</param>
    /// <param name="countsFolder">Where that came from, for messages.</param>
    /// <param name="layer">The layer of an .h5ad file; null for its counts, and for what has no layers.</param>
    public static CountMatrix Companion(CommandContext context, string option, string folder, CountMatrix counts, string countsFolder,
        string? layer = null)
    {
        // Filled values are no counts.
        var options = new CountFileOptions
        {
            CellAxis = CellAxis.Rows,
            OnSuspiciousInput = SuspiciousInput.Accept,
            Layer = layer,
        };
        var companion = CountFile.Open(folder, options with { InMemory = true }, context.Cancelled).ToMatrix(context.Cancelled);
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
}
