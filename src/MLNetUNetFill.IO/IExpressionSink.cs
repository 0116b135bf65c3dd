namespace MLNetUNetFill.IO;

/// <summary>
/// Takes the cells of a matrix in order and writes them as they come, without holding them: <see cref="Begin"/> once, <see cref="Write"/>
/// for every cell, <see cref="Commit"/>. Disposed before that, it leaves nothing behind. Made by <see cref="ExpressionFile.Create"/>.
/// </summary>
public interface IExpressionSink : IDisposable
{
    /// <summary>Starts the file with its names.</summary>
    /// <param name="barcodes">One name a cell.</param>
    /// <param name="geneIds">One identifier a gene.</param>
    /// <param name="geneNames">One name a gene.</param>
    /// <exception cref="GapFillException">The file cannot be written, or a name cannot.</exception>
    /// <exception cref="ArgumentException">There are other numbers of identifiers and names.</exception>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    void Begin(IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds, IReadOnlyList<string> geneNames);

    /// <summary>Writes the next cell.</summary>
    /// <param name="values">Its values, one a gene, zeros included.</param>
    /// <exception cref="GapFillException">The file cannot be written, or a value is not a finite number.</exception>
    /// <exception cref="ArgumentException">It has another number of genes, or there were cells enough.</exception>
    void Write(ReadOnlySpan<float> values);

    /// <summary>Ends the file and puts it in its place.</summary>
    /// <exception cref="GapFillException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">Cells are missing.</exception>
    void Commit();
}
