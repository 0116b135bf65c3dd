namespace MLNetUNetFill.IO.Sources;

/// <summary>Goes through the cells of a matrix in memory.</summary>
internal sealed class CountMatrixReader(CountMatrix matrix) : ICellReader
{
    private int _cell = -1;

    public ReadOnlySpan<int> Genes => matrix.GenesOf(_cell);

    public ReadOnlySpan<float> Values => matrix.ValuesOf(_cell);

    public bool MoveNext() => ++_cell < matrix.CellCount;

    public void Dispose() { }
}
