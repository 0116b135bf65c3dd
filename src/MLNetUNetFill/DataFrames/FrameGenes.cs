using Microsoft.Data.Analysis;

namespace MLNetUNetFill.DataFrames;

/// <summary>Decides which columns of a data frame are genes.</summary>
internal static class FrameGenes
{
    /// <summary>Every numeric column that is not carried through, in the frame's order, and every one that was read as text because numbers
    /// are missing from it: <c>DataFrame.LoadCsv</c> judges by the first rows.</summary>
    public static DataFrameColumn[] ForTraining(DataFrame frame, IEnumerable<string>? carryThrough)
    {
        CheckRows(frame);
        var carried = new HashSet<string>(carryThrough ?? [], StringComparer.Ordinal);
        if (carried.FirstOrDefault(name => frame.Columns.IndexOf(name) < 0) is { } unknown)
            throw new ArgumentException($"There is no column '{unknown}' to carry through; the columns are "
                + $"{NameList.Quote(frame.Columns.Select(column => column.Name))}.", nameof(carryThrough));

        var genes = frame.Columns.Where(column => !carried.Contains(column.Name) && (column.IsNumericColumn() || IsGeneAsText(column)))
            .ToArray();
        if (genes.Length == 0)
            throw new GapFillException($"The data frame has no numeric column to fill; its columns are "
                + $"{NameList.Quote(frame.Columns.Select(column => column.Name))}, " +
                "expected a column of counts for each gene.");
        if (genes.FirstOrDefault(gene => AnnotationNames.Contains(gene.Name)) is { } note)
            throw new GapFillException($"Column '{note.Name}' is numeric, but its name is that of a note on the cell; " +
                "expected genes: name the column in carryThrough, or rename it if it is a gene.");
        RequireGenesInColumns(Array.ConvertAll(genes, gene => gene.Name));
        return genes;
    }

    /// <summary>The columns of a model's genes, in the model's order; null for a gene that has none.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="geneNames">The model's genes.</param>
    /// <param name="minOverlap">The least share of them that must be there.</param>
    /// <exception cref="GapFillException">Fewer are, or one holds no numbers.</exception>
    public static DataFrameColumn?[] ForModel(DataFrame frame, IReadOnlyList<string> geneNames, double minOverlap)
    {
        CheckRows(frame);
        if (geneNames.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw new GapFillException($"The model has {twice.Count()} genes called '{twice.Key}'; "
                + "expected names that occur once, as those of columns do.");
        string[] names = [.. frame.Columns.Select(column => column.Name)];
        RequireGenesInColumns(names);
        var match = GeneMatch.Find(geneNames, names);
        match.Require(minOverlap, "The data frame");
        var genes = Array.ConvertAll(match.Columns, column => column < 0 ? null : frame.Columns[column]);
        if (Array.Find(genes, gene => gene is not null && !gene.IsNumericColumn() && !NumericColumn.IsNumericText(gene, out _))
            is { } text)
            throw new GapFillException($"Column '{text.Name}' holds values of type {text.DataType.Name}; "
                + "expected numbers, since the model knows it as a gene.");
        return genes;
    }

    /// <summary>Whether a column of text holds numbers, some of them missing.</summary>
    /// <exception cref="GapFillException">None is missing, so that the numbers may as well be names.</exception>
    private static bool IsGeneAsText(DataFrameColumn column) =>
        NumericColumn.IsNumericText(column, out var missing) && !AnnotationNames.Contains(column.Name)
        && (missing > 0 ? true : throw new GapFillException($"Column '{column.Name}' holds text, but all of it is numbers; "
            + "expected a numeric column of a gene (DataFrame.LoadCsv takes dataTypes), or a note on the cell that carryThrough names."));

    private static void RequireGenesInColumns(string[] names)
    {
        if (AnnotationNames.AreCells(names))
            throw new GapFillException($"The columns of the data frame are called {NameList.Quote(names)}, as cells are; "
                + "expected a row for each cell and a column for each gene: if these are genes x cells, transpose the frame.");
    }

    private static void CheckRows(DataFrame frame)
    {
        if (frame.Rows.Count == 0) throw new GapFillException("The data frame has no rows; expected a row for each cell.");
    }
}
