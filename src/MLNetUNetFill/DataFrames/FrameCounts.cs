using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.DataFrames;

/// <summary>The counts of a data frame turned once from columns into rows: one sparse vector per cell, one slot per gene.</summary>
internal sealed class FrameCounts
{
    private readonly VBuffer<float>[] _cells;

    private FrameCounts(DataFrameColumn[] genes, VBuffer<float>[] cells) => (Genes, _cells) = (genes, cells);

    /// <summary>The gene columns, in slot order.</summary>
    public DataFrameColumn[] Genes { get; }

    public int CellCount => _cells.Length;

    /// <summary>Reads the columns; a missing value (null or NaN) is 0.</summary>
    /// <param name="genes">One numeric column a gene.</param>
    /// <param name="isTraining">Whether to refuse what is no count; a model answers it with NaN.</param>
    /// <exception cref="GapFillException">A training value is negative or infinite.</exception>
    public static FrameCounts Read(DataFrameColumn[] genes, bool isTraining)
    {
        var counts = new float[checked((int)genes[0].Length)];
        var observed = new int[counts.Length];
        var columns = new (int[] Rows, float[] Values)[genes.Length];
        for (var gene = 0; gene < genes.Length; gene++)
        {
            NumericColumn.Read(genes[gene], counts, isTraining);
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

        return new FrameCounts(genes, Array.ConvertAll(cells, cell => new VBuffer<float>(genes.Length, cell.Values.Length, cell.Values,
            cell.Slots)));
    }

    /// <summary>The cells as rows of ML.NET: one vector column, gene names as its <c>SlotNames</c>.</summary>
    public IDataView ToDataView(string columnName)
    {
        var schema = SchemaDefinition.Create(typeof(Cell));
        var column = schema[nameof(Cell.Counts)];
        column.ColumnName = columnName;
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, Genes.Length);
        column.AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(Genes.Length,
            Array.ConvertAll(Genes, gene => gene.Name.AsMemory())), new VectorDataViewType(TextDataViewType.Instance, Genes.Length));
        return new MLContext().Data.LoadFromEnumerable(_cells.Select(counts => new Cell { Counts = counts }), schema);
    }

    private static (int[] Rows, float[] Values) NonZeros(ReadOnlySpan<float> counts)
    {
        var length = counts.Length - counts.Count(0f);
        var (rows, values) = (new int[length], new float[length]);
        for (int row = 0, at = 0; at < length; row++)
            if (counts[row] != 0) (rows[at], values[at++]) = (row, counts[row]);
        return (rows, values);
    }

    private sealed class Cell
    {
        public VBuffer<float> Counts { get; set; }
    }
}
