using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.Scoring;

/// <summary>The counts of some cells and the active scored columns, which are computed in one call when the first of them is fetched: what
/// <see cref="GapFillRow"/> and <see cref="GapFillCursor"/> share.</summary>
/// <param name="input">The row to read from.</param>
/// <param name="countsColumn">Its raw counts.</param>
/// <param name="scored">The active scored columns, named as the model's outputs.</param>
/// <param name="session">The model.</param>
/// <param name="capacity">The most cells.</param>
internal sealed class ScoredCells(DataViewRow input, DataViewSchema.Column countsColumn, IEnumerable<DataViewSchema.Column> scored,
    GapFillSession session, int capacity)
{
    private readonly float[] _counts = new float[capacity * session.GeneCount];
    private readonly int[] _columns = [.. scored.Select(column => column.Index)];
    private readonly OutputBuffer[] _outputs =
        [.. scored.Select(column => new OutputBuffer(column.Name, new float[capacity * session.Width(column.Name)]))];
    private ValueGetter<VBuffer<float>>? _countsGetter;
    private VBuffer<float> _row;
    private int _read;
    private bool _isScored;

    /// <summary>Whether a scored column is active.</summary>
    public bool Has(DataViewSchema.Column column) => Array.IndexOf(_columns, column.Index) >= 0;

    /// <summary>The counts of the cell read last, without those that a sparse vector leaves out.</summary>
    public ReadOnlySpan<float> Latest => _row.GetValues();

    /// <summary>Forgets all cells.</summary>
    public void Clear() => (_read, _isScored) = (0, false);

    /// <summary>Takes in the input's current row.</summary>
    /// <param name="position">Its 0-based position, for messages.</param>
    /// <exception cref="GapFillException">The row has another number of genes, or the model is of a format before 4, which does not answer
    /// what is no count with NaN, and a value is negative, NaN or infinite.</exception>
    public void Read(long position)
    {
        // Not before: a row whose scored columns no one asks for may have no counts.
        _countsGetter ??= input.GetGetter<VBuffer<float>>(countsColumn);
        _countsGetter(ref _row);
        var genes = session.GeneCount;
        if (_row.Length != genes)
            throw new GapFillException($"Column '{countsColumn.Name}', row {position + 1}: found {Counted.Text(_row.Length, "gene")}; "
                + $"expected the model's {genes}.");
        if (!session.Model.AnswersWithNaN) CountsColumn.CheckCounts(_row, countsColumn, position);
        _row.CopyTo(_counts.AsSpan(_read++ * genes, genes));
    }

    /// <summary>A getter of an active scored column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="currentCell">Makes sure that cells are read, and gives the number of the one to serve.</param>
    public ValueGetter<VBuffer<float>> GetGetter(DataViewSchema.Column column, Func<int> currentCell)
    {
        var output = _outputs[Array.IndexOf(_columns, column.Index)];
        var (isSparse, width) = (FilledValues.AreSparse(session.Model, output.Name), session.Width(output.Name));
        return (ref VBuffer<float> value) =>
        {
            var cell = currentCell();
            if (!_isScored) session.Score(_counts, _read, _outputs);
            _isScored = true;
            var filled = output.Values.Span.Slice(cell * width, width);
            if (isSparse) FilledValues.WriteSparse(filled, ref value);
            else FilledValues.Write(filled, ref value);
        };
    }
}

/// <summary>Writes the filled values of the rows and cursors that serve a filled column.</summary>
internal static class FilledValues
{
    /// <summary>Hands out one cell's filled values as a dense vector.</summary>
    public static void Write(ReadOnlySpan<float> filled, ref VBuffer<float> destination)
    {
        var editor = VBufferEditor.Create(ref destination, filled.Length);
        filled.CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Whether the vectors of an output are handed out sparse: the observed values, and the filled ones where the policy leaves
    /// most zeros zero.</summary>
    public static bool AreSparse(GapFillModelFile model, string output) =>
        output == model.ObservedName || (model.Policy.Kind == FillPolicyKind.Threshold && output == model.OutputName);

    /// <summary>Hands out one cell's filled values as a sparse vector, dense only where no value is zero.</summary>
    public static void WriteSparse(ReadOnlySpan<float> filled, ref VBuffer<float> destination)
    {
        var count = filled.Length - filled.Count(0f);
        if (count == filled.Length)
        {
            Write(filled, ref destination);
            return;
        }
        var editor = VBufferEditor.Create(ref destination, filled.Length, count);
        for (var (gene, at) = (0, 0); at < count; gene++)
        {
            if (filled[gene] == 0) continue;
            (editor.Indices[at], editor.Values[at]) = (gene, filled[gene]);
            at++;
        }
        destination = editor.Commit();
    }
}
