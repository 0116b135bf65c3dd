namespace MLNetUNetFill.IO.Sources;

/// <summary>Reads the cells of a file one after the other and holds one of them: what every format has to offer.</summary>
internal interface ICellReader : IDisposable
{
    /// <summary>Reads the next cell, which may have no entries. False after the last one.</summary>
    /// <exception cref="GapFillException">The file is damaged or malformed.</exception>
    bool MoveNext();

    /// <summary>The genes of the cell that have a value, ascending.</summary>
    ReadOnlySpan<int> Genes { get; }

    /// <summary>Their values, parallel to <see cref="Genes"/>, not zero.</summary>
    ReadOnlySpan<float> Values { get; }
}

/// <summary>Goes through the cells of a matrix in memory.</summary>
internal sealed class CountMatrixReader(CountMatrix matrix) : ICellReader
{
    private int _cell = -1;

    public ReadOnlySpan<int> Genes => matrix.GenesOf(_cell);

    public ReadOnlySpan<float> Values => matrix.ValuesOf(_cell);

    public bool MoveNext() => ++_cell < matrix.CellCount;

    public void Dispose() { }
}
