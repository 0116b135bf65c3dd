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
        [.. scored.Select(column => new OutputBuffer(column.Name, new float[capacity * session.GeneCount]))];
    private ValueGetter<VBuffer<float>>? _countsGetter;
    private VBuffer<float> _row;
    private int _read;
    private bool _isScored;

    /// <summary>Whether a scored column is active.</summary>
    public bool Has(DataViewSchema.Column column) => Array.IndexOf(_columns, column.Index) >= 0;

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
            throw new GapFillException($"Column '{countsColumn.Name}', row {position + 1}: found {_row.Length} genes; expected the "
                + $"model's {genes}.");
        if (!session.Model.AnswersWithNaN) CountsColumn.CheckCounts(_row, countsColumn.Name, genes, position);
        _row.CopyTo(_counts.AsSpan(_read++ * genes, genes));
    }

    /// <summary>A getter of an active scored column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="currentCell">Makes sure that cells are read, and gives the number of the one to serve.</param>
    public ValueGetter<VBuffer<float>> GetGetter(DataViewSchema.Column column, Func<int> currentCell)
    {
        var output = _outputs[Array.IndexOf(_columns, column.Index)];
        var isSparse = FilledValues.AreSparse(session.Model, output.Name);
        return (ref VBuffer<float> value) =>
        {
            var cell = currentCell();
            if (!_isScored) session.Score(_counts, _read, _outputs);
            _isScored = true;
            var filled = output.Values.Span.Slice(cell * session.GeneCount, session.GeneCount);
            if (isSparse) FilledValues.WriteSparse(filled, ref value);
            else FilledValues.Write(filled, ref value);
        };
    }
}
