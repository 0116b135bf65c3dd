namespace MLNetUNetFill.Imaging;

/// <summary>
/// The linear assignment problem, solved exactly by shortest augmenting paths with potentials (Kuhn 1955; Jonker and Volgenant 1987).
/// Buffers are kept, so that many problems of up to the same size cost no allocations.
/// </summary>
/// <param name="capacity">The largest number of rows and columns.</param>
internal sealed class LinearAssignment(int capacity)
{
    private readonly float[] _rowPotential = new float[capacity + 1];
    private readonly float[] _columnPotential = new float[capacity + 1];
    private readonly float[] _distance = new float[capacity + 1];
    private readonly int[] _rowOfColumn = new int[capacity + 1];
    private readonly int[] _previous = new int[capacity + 1];
    private readonly bool[] _done = new bool[capacity + 1];

    /// <summary>Gives every row a column of its own so that the sum of the costs is least.</summary>
    /// <param name="costs">Row-major, size x size, finite.</param>
    /// <param name="size">Number of rows and of columns, at most the capacity.</param>
    /// <param name="rowOfColumn">Receives the row of each column.</param>
    public void Solve(ReadOnlySpan<float> costs, int size, Span<int> rowOfColumn)
    {
        // Rows and columns count from 1; column 0 is the root of each search, row 0 means that a column is still free.
        Array.Clear(_rowPotential);
        Array.Clear(_columnPotential);
        Array.Clear(_rowOfColumn);
        for (var row = 1; row <= size; row++)
        {
            _rowOfColumn[0] = row;
            Array.Fill(_distance, float.PositiveInfinity);
            Array.Clear(_done);
            var column = 0;
            do column = Advance(costs, size, column);
            while (_rowOfColumn[column] != 0);
            for (; column != 0; column = _previous[column]) _rowOfColumn[column] = _rowOfColumn[_previous[column]];
        }
        for (var column = 0; column < size; column++) rowOfColumn[column] = _rowOfColumn[column + 1] - 1;
    }

    /// <summary>One step of Dijkstra's search: leaves a column through its row and returns the nearest column not yet done.</summary>
    private int Advance(ReadOnlySpan<float> costs, int size, int column)
    {
        _done[column] = true;
        var row = _rowOfColumn[column];
        var rowCosts = costs.Slice((row - 1) * size, size);
        var (nearest, step) = (0, float.PositiveInfinity);
        for (var next = 1; next <= size; next++)
        {
            if (_done[next]) continue;
            var distance = rowCosts[next - 1] - _rowPotential[row] - _columnPotential[next];
            if (distance < _distance[next]) (_distance[next], _previous[next]) = (distance, column);
            if (_distance[next] < step) (nearest, step) = (next, _distance[next]);
        }
        for (var next = 0; next <= size; next++)
        {
            if (_done[next])
            {
                _rowPotential[_rowOfColumn[next]] += step;
                _columnPotential[next] -= step;
            }
            else _distance[next] -= step;
        }
        return nearest;
    }
}
