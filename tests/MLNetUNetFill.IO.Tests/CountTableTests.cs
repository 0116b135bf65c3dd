namespace MLNetUNetFill.IO.Tests;

public sealed class CountTableTests : IDisposable
{
    private static readonly CountFileOptions Rows = new() { CellAxis = CellAxis.Rows }, Columns = new() { CellAxis = CellAxis.Columns };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("t.csv", "barcode,A,B,A\nc1,0,2,3\nc2,1.5,0,0\n")]
    [InlineData("t.csv", "\uFEFF\"\";\"A\";\"B\";\"A\"\r\n\"c1\";0;2;3\r\n\"c2\";1.5;;NA\r\n\r\n")]
    [InlineData("t.tsv.gz", "A\tB\tA\nc1\t0\t2\t3\nc2\t1.5\t0\t0\n")]
    [InlineData("named as nothing", "\tA\tB\tA\nc1\t0\t2\t3\nc2\t1.5\t0\t0")]
    public void Reads_cells_in_rows_one_by_one(string name, string text)
    {
        var source = CountFile.Open(_folder.Write(name, text), Rows);
        Assert.True(source.IsStreamed);
        Assert.Equal(["c1", "c2", "A", "B", "A", "A", "B", "A-1"], [.. source.Barcodes, .. source.GeneIds, .. source.GeneNames]);
        var matrix = source.ToMatrix();
        Assert.Equal([0, 2, 3], Matrices.Row(matrix, 0));
        Assert.Equal([1.5f, 0, 0], Matrices.Row(matrix, 1));
    }

    [Fact]
    public void The_least_numbers_of_single_precision_are_kept_bit_for_bit()
    {
        var source = CountFile.Open(_folder.Write("t.csv", "b,A,B,C,D\nc1,1E-45,1.1E-38,0.0e-400,-0\nc2,1,0,0,0\n"), Rows);
        Assert.Equal([float.Epsilon, 1.1e-38f, 0, 0], Matrices.Row(source.ToMatrix(), 0));
        Assert.Equal(3, source.NonZeroCount);
    }

    [Fact]
    public void Reads_cells_in_columns_into_memory()
    {
        var source = CountFile.Open(_folder.Write("t.csv", "gene,c1,c2\nA,0,1\nB,2,0\nC,3,0\n"), Columns);
        Assert.False(source.IsStreamed);
        Assert.Equal(["c1", "c2", "A", "B", "C"], [.. source.Barcodes, .. source.GeneNames]);
        Assert.Equal([0, 2, 3], Matrices.Row(source.ToMatrix(), 0));
        Assert.Equal([1, 0, 0], Matrices.Row(source.ToMatrix(), 1));
    }

    [Fact]
    public void A_column_of_labels_is_no_gene()
    {
        var source = CountFile.Open(_folder.Write("t.csv", "barcode,A,type,B\nc1,0,T cell,2\nc2,1,\"B, naive\",0\n"),
            Rows with { LabelColumn = "type" });
        Assert.Equal(["A", "B", "T cell", "B, naive"], [.. source.GeneNames, .. source.Labels!]);
        Assert.Equal([0, 2], Matrices.Row(source.ToMatrix(), 0));
    }

    [Theory]
    [InlineData("b,A,B\nc1,1,2\n",
        "a table whose first column is called 'A' and whose first row 'c1', and nothing in it tells cells from genes; "
            + "expected --cell-axis rows", CellAxis.Unknown)]
    [InlineData("b,A,B\nc1,1,x\n", "line 2: found 'x' in column 'B'; expected a number")]
    [InlineData("b,A,B\nc1,1,-2\n", "line 2: found '-2' in column 'B'; expected 0 or more: values below 0 were scaled")]
    [InlineData("b,A,B\nc1,1,NaN\n", "line 2: found 'NaN' in column 'B'; expected a finite number")]
    [InlineData("b,A,B\nc1,1,Infinity\n", "line 2: found 'Infinity' in column 'B'; expected a finite number")]
    [InlineData("b,A,B\nc1,1,1e39\n", "line 2: found '1e39' in column 'B'; expected at most 3.4E+38, the most that single precision")]
    [InlineData("b,A,B\nc1,1,-1e39\n", "line 2: found '-1e39' in column 'B'; expected 0 or more: values below 0 were scaled")]
    [InlineData("b,A,B\nc1,1,8e-317\n", "line 2: found '8e-317' in column 'B'; expected 0, or at least 1.4E-45")]
    [InlineData("b;A;B\nc1;1;2,5\n",
        "line 2: found '2,5' in column 'B'; expected numbers with a decimal point: this one has a decimal comma")]
    [InlineData("b,A,B\nc1,1\n", "line 2: found 2 fields; expected 3: a name and 2 values, as line 1 names")]
    [InlineData("b,A,B\nc1,1,2\n\nc2,1,2\n", "line 3: found a blank line; expected blank lines at the end of the file alone")]
    [InlineData("b,A,B\nc1,1,2\nc1,1,2\n", "line 3: found the cell 'c1' of line 2 again; expected a different name for every cell")]
    [InlineData("b,A,B\n,1,2\n", "line 2: found no name; expected the name of a cell")]
    [InlineData("b,A,B\n", "names no cells; expected a row for each")]
    [InlineData("b,A\nc1,1\n", "names 1 gene; expected at least 2")]
    [InlineData("b,A;B\nc1,1;2\n", "line 1: found 'b,A;B', with commas and semicolons; expected names separated by one of them, or tabs")]
    [InlineData("b,AAACCTGAGAAACCAT-1,AAACCTGAGAAACCGG-1\nA,1,2\n",
        "line 1: found columns called 'AAACCTGAGAAACCAT-1', 'AAACCTGAGAAACCGG-1', as cells are; "
            + "expected a row a cell, or --cell-axis columns")]
    [InlineData("hello\nworld\n", "line 1: found 'hello'; expected names separated by tabs, commas or semicolons")]
    [InlineData("b,c1,c1\nA,1,2\nB,1,2\n", "line 1: found the cell 'c1' twice; expected a different name for every cell", CellAxis.Columns)]
    public void Refuses_what_is_no_table_of_counts(string text, string message, CellAxis axis = CellAxis.Rows)
    {
        var error = Assert.Throws<GapFillException>(() =>
            CountFile.Open(_folder.Write("t.csv", text), new CountFileOptions { CellAxis = axis }));
        Assert.StartsWith(_folder["t.csv"], error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_format_that_was_named_is_not_guessed()
    {
        var csv = new CountFileOptions { Format = CountFormat.Csv, CellAxis = CellAxis.Rows };

        Assert.Equal(["A\t1", "B"], CountFile.Open(_folder.Write("t.csv", "b,\"A\t1\",B\nc1,1,2\n"), csv).GeneNames);
        Assert.Contains("expected names separated by tabs, commas or semicolons", Assert.Throws<GapFillException>(() =>
            CountFile.Open(_folder.Write("t.csv", "b\tA\tB\nc1\t1\t2\n"), csv)).Message);
    }

    [Theory]
    [InlineData("a.loom", "x", "is a loom file by its name, which is not read; expected another format: convert it with Python")]
    [InlineData("a.rds", "x", "is a file of R's own format, which is not read; expected another format: write a 10x folder from R")]
    [InlineData("a.gz", "RDX3\nX\n", "is a file of R's own format")]
    [InlineData("a.bin", "\u0001\0\0", "holds binary data of no known format")]
    public void Formats_that_are_not_read_are_refused_with_the_way_to_convert_them(string name, string content, string message) =>
        Assert.Contains(message, Assert.Throws<GapFillException>(() => CountFile.Open(_folder.Write(name, content))).Message);

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.tsv.gz")]
    [InlineData("out")]
    public void What_is_written_reads_back(string name)
    {
        var matrix = Matrices.Random(4, wholeNumbers: false);
        TenXWriter.Write(_folder["in"], matrix);
        using (var sink = ExpressionFile.Create(_folder[name])) ExpressionFile.Copy(CountFile.Open(_folder["in"]), sink);
        var actual = CountFile.Open(_folder[name], Rows).ToMatrix();
        if (name != "out") actual = new CountMatrix(actual.Barcodes, matrix.GeneIds, actual.GeneNames, [.. Starts(actual)],
            [.. Cells(actual).SelectMany(cell => actual.GenesOf(cell).ToArray())],
            [.. Cells(actual).SelectMany(cell => actual.ValuesOf(cell).ToArray())]);
        Matrices.AssertSame(matrix, actual);
        Assert.Equal(["in", name], _folder.Entries);

        static IEnumerable<int> Cells(CountMatrix matrix) => Enumerable.Range(0, matrix.CellCount);
        static IEnumerable<int> Starts(CountMatrix matrix) => Cells(matrix).Select(cell => matrix.GenesOf(cell).Length)
            .Aggregate(new List<int> { 0 }, (sums, length) => [.. sums, sums[^1] + length]);
    }

    [Fact]
    public void A_sink_that_is_not_committed_leaves_nothing_behind()
    {
        using (var sink = ExpressionFile.Create(_folder["out.csv"])) sink.Begin(["c"], ["A"], ["A"]);
        Assert.Empty(_folder.Entries);
    }
}
