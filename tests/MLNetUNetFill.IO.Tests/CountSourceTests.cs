using FsCheck.Fluent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.IO.Tests;

public class CountSourceTests
{
    private const string Header = "%%MatrixMarket matrix coordinate integer general\n";

    [Fact]
    public void Streams_what_reading_into_memory_gives() => Deterministic.Check(Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        using var folder = new TempFolder();
        TenXWriter.Write(folder["m"], Matrices.Random(seed, wholeNumbers: seed % 2 == 0));
        var (source, read) = (TenX.Open(folder["m"]), TenX.Read(folder["m"]));
        Assert.True(source.IsStreamed);
        Assert.Equal(read.Warnings, source.Warnings);
        Assert.Equal(read.Counts.NonZeroCount, source.NonZeroCount);
        Assert.Equal(read.Counts.GeneIds, source.GeneIds);
        AssertSameView(read.Counts.ToDataView(), source.ToDataView());
    }), 30);

    [Fact]
    public void Labels_and_column_names_are_those_of_a_matrix_in_memory()
    {
        using var folder = TempFolder.TenX(Header + "2 2 2\n1 1 3\n2 2 4\n");
        string[] labels = ["x", "y"];
        AssertSameView(TenX.Read(folder.Path).Counts.ToDataView("Raw", "Cell", labels, "Type"),
            TenX.Open(folder.Path).ToDataView("Raw", "Cell", labels, "Type"));
        Assert.StartsWith("1 labels for 2 cells",
            Assert.Throws<ArgumentException>(() => TenX.Open(folder.Path).ToDataView(labels: ["x"])).Message);
    }

    [Fact]
    public void The_genes_of_a_cell_may_come_in_any_order_and_features_of_other_types_are_left_out()
    {
        using var folder = TempFolder.TenX(Header + "3 3 5\n3 1 7\n2 1 9\n1 1 2\n2 2 1\n3 3 0\n",
            "E1\tA\tGene Expression\nAB\tCD3\tAntibody Capture\nE2\tB\tGene Expression\n", "a\nb\nc\n");
        var source = TenX.Open(folder.Path);
        Assert.True(source.IsStreamed);
        Assert.Equal([[2, 7], [0, 0], [0, 0]], source.ToDataView().GetColumn<float[]>("Counts"));
        Assert.Equal(2, source.NonZeroCount);
        Assert.Equal(TenX.Read(folder.Path).Warnings, source.Warnings);
    }

    [Fact]
    public void A_file_that_is_not_sorted_by_cell_is_held_in_memory_with_a_warning()
    {
        using var folder = TempFolder.TenX(Header + "2 3 3\n1 2 5\n2 1 4\n1 3 1\n", barcodes: "a\nb\nc\n");
        var source = TenX.Open(folder.Path);
        Assert.False(source.IsStreamed);
        Assert.Equal($"{folder["matrix.mtx"]}: the entries are not sorted by cell; the matrix is held in memory.",
            Assert.Single(source.Warnings));
        AssertSameView(TenX.Read(folder.Path).Counts.ToDataView(), source.ToDataView());
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData(Header)]
    [InlineData(Header + "3 2 0\n")]
    [InlineData(Header + "2 2 5\n")]
    [InlineData(Header + "2 2 2\n1 1 1\n")]
    [InlineData(Header + "2 2 1\n1 1 1\n2 2 1\n")]
    [InlineData(Header + "2 2 1\n1 1\n")]
    [InlineData(Header + "2 2 1\n3 1 1\n")]
    [InlineData(Header + "2 2 1\n1 3 1\n")]
    [InlineData(Header + "2 2 2\n1 1 1\n1 2 -3\n")]
    [InlineData(Header + "2 2 2\n1 1 1\n1 2 1.5\n")]
    [InlineData(Header + "2 2 2\n1 1 1\n1 2 NaN\n")]
    [InlineData(Header + "2 2 3\n1 1 1\n2 1 1\n1 1 1\n")]
    [InlineData(Header + "2 2 3\n1 1 1\n2 2 1\n1 1 1\n")]
    [InlineData(Header + "2 2 2\n1 2 1\n1 2 1\n")]
    public void Refuses_what_reading_into_memory_refuses_in_the_same_words(string matrix)
    {
        using var folder = TempFolder.TenX(matrix);
        var expected = Assert.Throws<GapFillException>(() => TenX.Read(folder.Path)).Message;
        Assert.Equal(expected, Assert.Throws<GapFillException>(() => TenX.Open(folder.Path)).Message);
    }

    [Fact]
    public void Refuses_truncated_gzip_when_it_is_opened()
    {
        using var folder = new TempFolder();
        TenXWriter.Write(folder["m"], Matrices.Random(3, wholeNumbers: true));
        var path = Path.Combine(folder["m"], "matrix.mtx.gz");
        var whole = File.ReadAllBytes(path);
        foreach (var length in new[] { 5, whole.Length / 2, whole.Length - 9, whole.Length - 1 })
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Contains("expected a complete gzip file", Assert.Throws<GapFillException>(() => TenX.Open(folder["m"])).Message);
        }
    }

    [Fact]
    public void Cells_are_read_as_they_are_asked_for()
    {
        using var folder = Many(20_000);
        var view = TenX.Open(folder.Path).ToDataView();
        // The end of the file is no matrix any more: who does not come there does not learn of it.
        File.AppendAllText(folder["matrix.mtx"], "nonsense\n");
        using var cursor = view.GetRowCursor(view.Schema);
        for (var cell = 0; cell < 15_000; cell++) Assert.True(cursor.MoveNext());
        Assert.Contains("found one more entry", Assert.Throws<GapFillException>(() => { while (cursor.MoveNext()) { } }).Message);
    }

    [Fact]
    public void An_error_late_in_the_file_leaves_nothing_half_written()
    {
        using var folder = Many(20_000);
        var source = TenX.Open(folder.Path);
        File.AppendAllText(folder["matrix.mtx"], "nonsense\n");
        var before = folder.Entries;
        var rows = source.ToDataView().GetColumn<float[]>("Counts").Select(row => (ReadOnlyMemory<float>)row);
        Assert.Throws<GapFillException>(() => TenXWriter.Write(folder["copy"], source.Barcodes, source.GeneIds, source.GeneNames, rows));
        Assert.Equal(before, folder.Entries);
    }

    [Fact]
    public void Reading_on_takes_no_more_memory()
    {
        using var folder = Many(20_000);
        var view = TenX.Open(folder.Path).ToDataView();
        using var cursor = view.GetRowCursor([view.Schema["Counts"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Counts"]);
        VBuffer<float> row = default;
        for (var cell = 0; cell < 1000; cell++) Next();
        // A collection in another test counts what is left of the 8 KB that this thread may allocate from. Reading would allocate in
        // every part.
        Assert.InRange(Enumerable.Range(0, 4).Min(_ => Allocated(4750)), 0, 1000);

        long Allocated(int cells)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var cell = 0; cell < cells; cell++) Next();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Next()
        {
            cursor.MoveNext();
            getter(ref row);
        }
    }

    [Fact]
    public void A_file_that_lost_its_order_since_it_was_opened_is_refused()
    {
        using var folder = TempFolder.TenX(Header + "2 2 2\n1 1 3\n2 2 4\n");
        var view = TenX.Open(folder.Path).ToDataView();
        folder.Write("matrix.mtx", Header + "2 2 2\n1 2 3\n2 1 4\n");
        Assert.Contains("expected the same file",
            Assert.Throws<GapFillException>(() => view.GetColumn<float[]>("Counts").ToArray()).Message);
    }

    [Fact]
    public void Cursors_go_their_own_ways_and_close_the_file()
    {
        using var folder = TempFolder.TenX(Header + "2 3 3\n1 1 5\n2 2 4\n1 3 1\n", barcodes: "a\nb\nc\n");
        var view = TenX.Open(folder.Path).ToDataView();
        var (first, second) = (view.GetRowCursor(view.Schema), view.GetRowCursor(view.Schema, new Random(1)));
        Assert.True(first.MoveNext() && first.MoveNext() && second.MoveNext());
        Assert.Equal([0, 4], Counts(first));
        Assert.Equal([5, 0], Counts(second));
        Assert.Throws<IOException>(() => File.Open(folder["matrix.mtx"], FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        first.Dispose();
        second.Dispose();
        second.Dispose();
        File.Open(folder["matrix.mtx"], FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();

        static float[] Counts(DataViewRowCursor cursor)
        {
            VBuffer<float> row = default;
            cursor.GetGetter<VBuffer<float>>(cursor.Schema["Counts"])(ref row);
            return [.. row.DenseValues()];
        }
    }

    [Fact]
    public void The_values_are_not_read_for_a_reader_of_names()
    {
        using var folder = TempFolder.TenX(Header + "2 2 2\n1 1 3\n2 2 4\n");
        var view = TenX.Open(folder.Path).ToDataView();
        File.Delete(folder["matrix.mtx"]);
        Assert.Equal(["c1", "c2"], view.GetColumn<string>("Barcode"));
        Assert.Contains("does not exist", Assert.Throws<GapFillException>(() => view.GetRowCursor(view.Schema)).Message);
    }

    [Fact]
    public void Checking_stops_when_cancelled()
    {
        using var folder = Many(20_000);
        Assert.Throws<OperationCanceledException>(() => TenX.Open(folder.Path, new CancellationToken(canceled: true)));
    }

    /// <summary>The same schema and, row by row, ids, positions and values.</summary>
    private static void AssertSameView(IDataView expected, IDataView actual)
    {
        Assert.Equal(expected.Schema.Select(column => (column.Name, column.Type)),
            actual.Schema.Select(column => (column.Name, column.Type)));
        Assert.Equal(expected.GetRowCount(), actual.GetRowCount());
        Assert.Equal(Rows(expected), Rows(actual));
        VBuffer<ReadOnlyMemory<char>> genes = default, otherGenes = default;
        expected.Schema[0].GetSlotNames(ref genes);
        actual.Schema[0].GetSlotNames(ref otherGenes);
        Assert.Equal(genes.DenseValues().Select(name => name.ToString()), otherGenes.DenseValues().Select(name => name.ToString()));
    }

    private static List<string> Rows(IDataView view)
    {
        using var cursor = view.GetRowCursor(view.Schema);
        var (idGetter, values) = (cursor.GetIdGetter(), cursor.GetGetter<VBuffer<float>>(view.Schema[0]));
        var texts = view.Schema.Skip(1).Select(column => cursor.GetGetter<ReadOnlyMemory<char>>(column)).ToArray();
        var rows = new List<string>();
        DataViewRowId id = default;
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            idGetter(ref id);
            values(ref row);
            ReadOnlyMemory<char> text = default;
            var names = texts.Select(getter => { getter(ref text); return text.ToString(); });
            rows.Add($"{cursor.Position} {id.Low} {row.IsDense} {string.Join(' ', row.Items())} {string.Join(' ', names)}");
        }

        return rows;
    }

    private static TempFolder Many(int cells) =>
        TempFolder.TenX($"{Header}2 {cells} {2 * cells}\n"
        + string.Concat(Enumerable.Range(1, cells).Select(cell => $"1 {cell} 1\n2 {cell} 1\n")),
        barcodes: string.Concat(Enumerable.Range(1, cells).Select(cell => $"{cell}\n")));
}
