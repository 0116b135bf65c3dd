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
internal sealed class HeldCells(SparseCells cells) : ICellReader
{
    private int _cell = -1;

    public ReadOnlySpan<int> Genes => cells.GenesOf(_cell);

    public ReadOnlySpan<float> Values => cells.ValuesOf(_cell);

    public bool MoveNext() => ++_cell < cells.CellCount;

    public void Dispose() { }
}

/// <summary>A reader that puts its cell together entry by entry.</summary>
internal abstract class CellBuffer : ICellReader
{
    private int[] _genes = new int[256];
    private float[] _values = new float[256];
    private int _count;
    private bool _ascending;

    public ReadOnlySpan<int> Genes => _genes.AsSpan(0, _count);

    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    public abstract bool MoveNext();

    public abstract void Dispose();

    /// <summary>Starts a cell.</summary>
    protected void Clear() => (_count, _ascending) = (0, true);

    /// <summary>Adds an entry; a 0 is left out.</summary>
    protected void Add(int gene, float value)
    {
        if (value == 0) return;
        if (_count == _genes.Length)
        {
            Array.Resize(ref _genes, 2 * _count);
            Array.Resize(ref _values, 2 * _count);
        }

        _ascending &= _count == 0 || gene > _genes[_count - 1];
        (_genes[_count], _values[_count]) = (gene, value);
        _count++;
    }

    /// <summary>Puts the genes in order where they came in another.</summary>
    /// <returns>A gene that came twice, null where there is none.</returns>
    protected int? Sort()
    {
        if (_ascending) return null;
        var genes = _genes.AsSpan(0, _count);
        genes.Sort(_values.AsSpan(0, _count));
        for (var i = 1; i < genes.Length; i++)
            if (genes[i] == genes[i - 1]) return genes[i];
        return null;
    }
}
