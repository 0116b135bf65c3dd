namespace MLNetUNetFill.IO.Text;

/// <summary>Reads tables of counts, gzip or not: names in the first row and the first column, numbers elsewhere. Cells in rows are
/// streamed.</summary>
internal static class CountTable
{
    public static CountSource Open(string path, CountFormat format, CountFileOptions options, CancellationToken cancellation)
    {
        var delimiter = format == CountFormat.Tsv ? '\t' : Delimiter(path);
        using var table = new TableReader(path, delimiter);
        if (options.CellAxis == CellAxis.Unknown) throw Axis(table);
        return options.CellAxis == CellAxis.Rows ? CellsInRows(table, delimiter, options, cancellation)
            : options.OtherColumns.Count == 0 ? CellsInColumns(table, cancellation)
            : throw new GapFillException($"{path} has its cells in columns, so none of its columns is '{options.OtherColumns[0]}'; "
                + "expected --cell-axis rows, or a file of labels.");
    }

    private static CountSource CellsInRows(TableReader table, char delimiter, CountFileOptions options, CancellationToken cancellation)
    {
        CarriedColumn[] carried = [.. options.OtherColumns.Select(name =>
            new CarriedColumn(name, table.Columns.IndexOf(name), new List<string>()))];
        if (Array.Find(carried, column => column.Place < 0) is { } missing)
            throw table.Error(1, $"found no column '{missing.Name}'", $"one of {NameList.Quote(table.Columns)}");
        int[] others = [.. carried.Select(column => column.Place)];
        var genes = table.Columns.Where((_, column) => !others.Contains(column)).ToList();
        RequireGenes(table, genes.Count);
        if (AnnotationNames.AreCells(genes))
            throw table.Error(1, $"found columns called {NameList.Quote(genes)}, as cells are",
                "a row a cell, or --cell-axis columns");
        var renamed = new List<string>(genes);
        var barcodes = new List<string>();
        var lineOf = new Dictionary<string, long>(StringComparer.Ordinal);
        var evidence = new CountEvidence();
        using (var rows = new TableRows(table, others))
        {
            while (rows.MoveNext())
            {
                if (barcodes.Count % 1024 == 0) cancellation.ThrowIfCancellationRequested();
                if (table.RowName.Length == 0) throw table.Error("found no name", "the name of a cell");
                if (!lineOf.TryAdd(table.RowName, table.Line))
                    throw table.Error($"found the cell {NameList.Quote(table.RowName)} of line {lineOf[table.RowName]} again",
                        "a different name for every cell");
                barcodes.Add(table.RowName);
                foreach (var (name, place, texts) in carried)
                {
                    var text = table.Field(place).ToString();
                    if (text.Length == 0 && name == options.LabelColumn)
                        throw table.Error($"found no label in column '{name}'", "one for every cell");
                    ((List<string>)texts).Add(text);
                }

                evidence.Add(rows.Values);
            }
        }

        if (barcodes.Count == 0)
            throw new GapFillException($"{table.Path} names no cells; expected a row for each below the names of the genes.");
        var warnings = Warnings(table, renamed, evidence, barcodes.Count);
        if (genes.Where(AnnotationNames.Contains).ToArray() is { Length: > 0 } notes)
            warnings.Add($"{table.Path}: {NameList.Quote(notes)} are read as genes, but are called as notes on cells are; "
                + "--label-column takes what is no gene out.");
        return new CountSource(table.Path, new MatrixNames(barcodes, genes, renamed), evidence, warnings,
            () => new TableRows(new TableReader(table.Path, delimiter), others))
        {
            Labels = Array.Find(carried, column => column.Name == options.LabelColumn)?.Texts,
            Carried = carried,
        };
    }

    private static CountSource CellsInColumns(TableReader table, CancellationToken cancellation)
    {
        var genes = new List<string>();
        var cells = new HashSet<string>(StringComparer.Ordinal);
        if (table.Columns.Find(name => !cells.Add(name)) is { } twice)
            throw table.Error(1, $"found the cell {NameList.Quote(twice)} twice", "a different name for every cell");
        var rows = new SparseRows(table.Columns.Count, int.MaxValue, 1 << 20);
        using (var lines = new TableRows(table, []))
        {
            while (lines.MoveNext())
            {
                if (genes.Count % 256 == 0) cancellation.ThrowIfCancellationRequested();
                if (table.RowName.Length == 0) throw table.Error("found no name", "the name of a gene");
                for (var i = 0; i < lines.Genes.Length; i++) rows.Add(lines.Genes[i], genes.Count, lines.Values[i]);
                genes.Add(table.RowName);
            }
        }

        RequireGenes(table, genes.Count);
        var names = new List<string>(genes);
        var matrix = new CountMatrix(table.Columns, genes, names, rows.Build(out _) with { GeneCount = genes.Count });
        var evidence = CountEvidence.Observe(matrix);
        return new CountSource(table.Path, matrix, evidence,
            [$"{table.Path}: the cells are in columns; the table is held in memory.",
                .. Warnings(table, names, evidence, matrix.CellCount)]);
    }

    /// <summary>Makes the names of the genes unique, and says what is to be said of a table.</summary>
    private static List<string> Warnings(TableReader table, List<string> genes, CountEvidence evidence, int cells)
    {
        var warnings = new List<string>();
        if (table.MissingValues > 0)
            warnings.Add($"{table.Path}: " + Counted.Text(table.MissingValues,
                "value is blank or NA; it is read as 0, that is as not observed.",
                "values are blank or NA; they are read as 0, that is as not observed."));
        UniqueNames.Make(genes, table.Path, "gene", warnings);
        evidence.Warn(table.Path, cells, warnings);
        return warnings;
    }

    private static void RequireGenes(TableReader table, int count)
    {
        if (count < 2) throw new GapFillException($"{table.Path} names {Counted.Text(count, "gene")}; expected at least 2.");
    }

    private static GapFillException Axis(TableReader table)
    {
        var row = table.TryRead() ? table.RowName : "";
        return new GapFillException($"{table.Path} is a table whose first column is called {NameList.Quote(table.Columns[0])} and whose "
            + $"first row {NameList.Quote(row)}, and nothing in it tells cells from genes; "
            + "expected --cell-axis rows (a row a cell) or --cell-axis columns (a column a cell).");
    }

    private static char Delimiter(string path)
    {
        using var reader = new LineReader(path);
        reader.TryRead(out var line);
        return DelimitedLine.CommaOrSemicolon(reader, line, "names", "names separated by tabs, commas or semicolons");
    }
}
