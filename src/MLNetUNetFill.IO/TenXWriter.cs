using MLNetUNetFill.IO.Output;

namespace MLNetUNetFill.IO;

/// <summary>
/// Writes 10x Cell Ranger folders, version 3: <c>matrix.mtx.gz</c> (genes x cells), <c>features.tsv.gz</c>, <c>barcodes.tsv.gz</c>. The
/// same matrix gives the same bytes. All of it goes to a temporary folder beside the target first and is moved into place at the end: after
/// a failure or a cancellation nothing is left, and what was there is untouched.
/// </summary>
public static class TenXWriter
{
    /// <summary>Writes a matrix; its header says <c>integer</c> where all values are whole numbers, else <c>real</c>.</summary>
    /// <param name="directory">The folder to write.</param>
    /// <param name="matrix">Counts or filled values, cells x genes.</param>
    /// <param name="overwrite">Whether an earlier matrix in the folder is replaced; see <see cref="CheckTarget"/>.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <exception cref="GapFillException">The folder cannot be written, or holds something already, or a value is not a finite
    /// number.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static void Write(string directory, CountMatrix matrix, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        var wholeNumbers = Array.TrueForAll(matrix.Cells.Values, value => value == MathF.Floor(value) && MathF.Abs(value) < 1e7f);
        var row = new float[matrix.GeneCount];
        var cells = Enumerable.Range(0, matrix.CellCount).Select(cell =>
        {
            matrix.Cells.CopyTo(cell, row);
            return (ReadOnlyMemory<float>)row;
        });
        Write(directory, overwrite, wholeNumbers, matrix.Barcodes, matrix.GeneIds, matrix.GeneNames, cells, cancellationToken);
    }

    /// <summary>Writes filled values as they come, a row a cell, without holding the matrix; the header says <c>real</c>.</summary>
    /// <param name="directory">The folder to write.</param>
    /// <param name="barcodes">One name a cell.</param>
    /// <param name="geneIds">One identifier a gene.</param>
    /// <param name="geneNames">One name a gene.</param>
    /// <param name="rows">The values of every cell in order, one a gene, zeros included. A row is used up before the next is asked for, so
    /// that one buffer may serve for all.</param>
    /// <param name="overwrite">Whether an earlier matrix in the folder is replaced; see <see cref="CheckTarget"/>.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <returns>How many entries, not zero, were written.</returns>
    /// <exception cref="GapFillException">The folder cannot be written, or holds something already, or a value is not a finite
    /// number.</exception>
    /// <exception cref="ArgumentException">The rows do not fit the names.</exception>
    public static long Write(string directory, IReadOnlyList<string> barcodes, IReadOnlyList<string> geneIds,
        IReadOnlyList<string> geneNames, IEnumerable<ReadOnlyMemory<float>> rows, bool overwrite = false,
        CancellationToken cancellationToken = default) =>
        Write(directory, overwrite, false, barcodes, geneIds, geneNames, rows, cancellationToken);

    /// <summary>
    /// Tells whether a matrix may be written to a folder, before the work that makes it. It may where there is nothing or an empty folder;
    /// with <paramref name="overwrite"/> also where the folder holds no more than the three files of an earlier matrix.
    /// </summary>
    /// <param name="directory">The folder to write.</param>
    /// <param name="overwrite">Whether an earlier matrix in it may be replaced.</param>
    /// <exception cref="GapFillException">It may not; the message says what is there.</exception>
    public static void CheckTarget(string directory, bool overwrite = false)
    {
        if (File.Exists(directory)) throw new GapFillException($"{directory} is a file; expected the name of a folder to write.");
        if (!Directory.Exists(directory)) return;
        string[] own = [TenXFolder.MatrixName, TenXFolder.FeaturesName, TenXFolder.BarcodesName];
        var names = StagedOutput.Contents(directory);
        if (names.FirstOrDefault(name => !own.Contains(name)) is { } foreign)
            throw new GapFillException($"{directory} holds {foreign}; expected a new or empty folder to write a matrix to.");
        if (names.Length > 0 && !overwrite)
            throw new GapFillException($"{directory} holds a matrix already ({names[0]}); "
                + "expected a new or empty folder, or the order to overwrite.");
    }

    private static long Write(string directory, bool overwrite, bool wholeNumbers, IReadOnlyList<string> barcodes,
        IReadOnlyList<string> geneIds, IReadOnlyList<string> geneNames, IEnumerable<ReadOnlyMemory<float>> cells,
        CancellationToken cancellationToken)
    {
        CheckTarget(directory, overwrite);
        using var sink = new TenXSink(directory, wholeNumbers);
        sink.Begin(barcodes, geneIds, geneNames);
        foreach (var cell in cells)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sink.Write(cell.Span);
        }

        sink.Commit();
        return sink.EntryCount;
    }
}
