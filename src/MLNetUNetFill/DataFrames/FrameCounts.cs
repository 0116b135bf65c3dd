using Microsoft.Data.Analysis;

namespace MLNetUNetFill.DataFrames;

/// <summary>The counts of a data frame turned once from columns into rows: one sparse vector per cell, one slot per gene.</summary>
internal sealed class FrameCounts
{
    private readonly VBuffer<float>[] _cells;

    private FrameCounts(DataFrameColumn?[] genes, IReadOnlyList<string> names, VBuffer<float>[] cells) =>
        (Genes, Names, _cells) = (genes, names, cells);

    /// <summary>The gene columns, in slot order; null for a gene without one, which nothing was observed of.</summary>
    public DataFrameColumn?[] Genes { get; }

    /// <summary>The names of the genes.</summary>
    public IReadOnlyList<string> Names { get; }

    public int CellCount => _cells.Length;

    /// <summary>Reads the columns; a missing value (null or NaN) is 0.</summary>
    /// <param name="genes">The gene columns, in slot order; null for a gene without one.</param>
    /// <param name="names">The names of the genes.</param>
    /// <param name="cellCount">Number of cells.</param>
    /// <param name="isTraining">Whether to refuse what is no count; a model answers it with NaN.</param>
    /// <exception cref="GapFillException">A training value is negative or infinite.</exception>
    public static FrameCounts Read(DataFrameColumn?[] genes, IReadOnlyList<string> names, long cellCount, bool isTraining)
    {
        var counts = new float[checked((int)cellCount)];
        var observed = new int[counts.Length];
        var columns = new (int[] Rows, float[] Values)[genes.Length];
        for (var gene = 0; gene < genes.Length; gene++)
        {
            if (genes[gene] is { } column) NumericColumn.Read(column, counts, isTraining);
            else Array.Clear(counts);
            columns[gene] = NonZeros(counts);
            foreach (var row in columns[gene].Rows) observed[row]++;
        }

        var cells = Array.ConvertAll(observed, count => (Slots: new int[count], Values: new float[count]));
        Array.Clear(observed);
        for (var gene = 0; gene < genes.Length; gene++)
        {
            var (rows, values) = columns[gene];
            for (var i = 0; i < rows.Length; i++)
            {
                var at = observed[rows[i]]++;
                (cells[rows[i]].Slots[at], cells[rows[i]].Values[at]) = (gene, values[i]);
            }
        }

        return new FrameCounts(genes, names,
            Array.ConvertAll(cells, cell => new VBuffer<float>(genes.Length, cell.Values.Length, cell.Values,
            cell.Slots)));
    }

    /// <summary>What the values of the cells that hold counts look like. A cell that holds none is answered with NaN; if most do, negative
    /// values tell what the frame is.</summary>
    public CountEvidence Evidence()
    {
        var least = 2 * _cells.Count(cell => Within(cell, 0)) < _cells.Length ? float.MinValue : 0;
        var evidence = new CountEvidence();
        foreach (var cell in _cells.Where(cell => Within(cell, least))) evidence.Add(cell.GetValues());
        return evidence;

        static bool Within(VBuffer<float> cell, float least) => cell.GetValues().IndexOfAnyExceptInRange(least, float.MaxValue) < 0;
    }

    /// <summary>The cells as rows of ML.NET: one vector column, gene names as its <c>SlotNames</c>.</summary>
    public IDataView ToDataView(string columnName) => new MLContext().Data.LoadFromEnumerable(
        _cells.Select(counts => new GeneRow { Values = counts }), GeneRow.Define(columnName, Genes.Length, Names));

    private static (int[] Rows, float[] Values) NonZeros(ReadOnlySpan<float> counts)
    {
        var length = counts.Length - counts.Count(0f);
        var (rows, values) = (new int[length], new float[length]);
        for (int row = 0, at = 0; at < length; row++)
            if (counts[row] != 0) (rows[at], values[at++]) = (row, counts[row]);
        return (rows, values);
    }
}
