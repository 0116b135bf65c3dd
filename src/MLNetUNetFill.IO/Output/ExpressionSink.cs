using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.IO.Output;

/// <summary>What all sinks have in common: the file comes into being as a whole, cells and genes are counted, values are finite.</summary>
/// <param name="target">The file or folder to write.</param>
internal abstract class ExpressionSink(string target) : IExpressionSink
{
    private StagedOutput? _staged;
    private int _cells, _genes, _written;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds, IReadOnlyList<string> geneNames)
    {
        if (_staged is not null) throw new InvalidOperationException("The sink has begun already; expected one matrix.");
        if (geneIds.Count != geneNames.Count)
            throw new ArgumentException($"{geneIds.Count} gene identifiers for {geneNames.Count} gene names; expected as many.",
                nameof(geneIds));
        (_cells, _genes) = (barcodes.Count, geneNames.Count);
        Try(() =>
        {
            _staged = new StagedOutput(Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)));
            Start(_staged.Path, barcodes, geneIds, geneNames);
        });
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<float> values)
    {
        if (_staged is null) throw new InvalidOperationException("The sink has not begun; expected Begin before the first cell.");
        if (_written == _cells)
            throw new ArgumentException($"More than {_cells} rows for {_cells} barcodes; expected one a cell.", nameof(values));
        Check(values, _genes, _written);
        try
        {
            WriteCell(_written, values);
        }
        catch (Exception e) when (Refusal(e) is { } refusal)
        {
            throw refusal;
        }

        _written++;
    }

    /// <summary>Makes sure that values to write are a cell's.</summary>
    internal static void Check(ReadOnlySpan<float> values, int genes, int cell)
    {
        if (values.Length != genes)
            throw new ArgumentException($"Row {cell} has {values.Length} values for {genes} genes; expected as many.", nameof(values));
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw new GapFillException($"The value to write for gene {i + 1} of cell {cell + 1} is {values[i]}; "
                    + "expected a finite number.");
    }

    /// <inheritdoc/>
    public void Commit()
    {
        if (_staged is null) throw new InvalidOperationException("The sink has not begun; expected Begin and the cells before Commit.");
        if (_written < _cells) throw new ArgumentException($"{_written} rows for {_cells} barcodes; expected one a cell.");
        Try(() =>
        {
            End();
            Close();
            _staged.Commit();
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (Exception e) when (AtomicFile.Fault(e) is not null)
        {
            // Closing writes what is left, which nobody misses unless it was committed.
        }
        finally
        {
            _staged?.Dispose();
        }
    }

    /// <summary>Starts the file.</summary>
    /// <param name="path">Where, for now.</param>
    /// <param name="barcodes">One name a cell.</param>
    /// <param name="geneIds">One identifier a gene.</param>
    /// <param name="geneNames">One name a gene.</param>
    protected abstract void Start(string path, IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds,
        IReadOnlyList<string> geneNames);

    /// <summary>Writes a cell, all of whose values are finite.</summary>
    protected abstract void WriteCell(int cell, ReadOnlySpan<float> values);

    /// <summary>Ends the file after the last cell.</summary>
    protected abstract void End();

    /// <summary>Closes what is open, ended or not.</summary>
    protected abstract void Close();

    /// <summary>A name that may stand in a line of text.</summary>
    protected string Field(string name) => name.AsSpan().IndexOfAny('\t', '\n', '\r') < 0 ? name
        : throw new GapFillException($"{target} cannot be written: the name {NameList.Quote(name)} holds a tab or a line break; expected "
            + "neither.");

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (Refusal(e) is { } refusal)
        {
            throw refusal;
        }
    }

    private GapFillException? Refusal(Exception e) => AtomicFile.Fault(e) is { } fault
        ? new GapFillException(StagedOutput.Described($"{target} cannot be written: {fault}"), e) : null;
}
