namespace MLNetUNetFill.Evaluation.Metrics;

/// <summary>How near denoised counts are to counts of the same cells that were not seen: the two measures of the Open Problems
/// benchmark.</summary>
/// <param name="Mse">Mean squared difference after scaling every cell to 1e4 counts and log1p.</param>
/// <param name="Poisson">Mean of <c>l - t log(l + 1e-6)</c> with t the unseen and l the denoised counts, brought to their depth. The
/// benchmark once took the two in the other order; this is the Poisson likelihood.</param>
internal readonly record struct DenoisingError(double Mse, double Poisson)
{
    private const double Smallest = 1e-6;

    /// <summary>Compares.</summary>
    /// <param name="seen">The counts that the method saw.</param>
    /// <param name="unseen">Those that it did not, the same cells and genes.</param>
    /// <param name="denoised">Denoised counts, cells x genes, row by row, up to a factor for the cell: each row is scaled to the cell's
    /// seen library. Negative ones count as 0; a row of zeros stays one.</param>
    public static DenoisingError Compute(CountMatrix seen, CountMatrix unseen, ReadOnlySpan<float> denoised)
    {
        var genes = unseen.GeneCount;
        var depth = LibrarySize.Sum(unseen.Cells.Values) / LibrarySize.Sum(seen.Cells.Values);
        var counts = new float[genes];
        double squares = 0, losses = 0;
        for (var cell = 0; cell < unseen.CellCount; cell++)
        {
            var row = denoised.Slice(cell * genes, genes);
            unseen.Cells.CopyTo(cell, counts);
            double sum = 0, library = unseen.LibrarySize(cell);
            foreach (var value in row) sum += Math.Max(0, value);
            var share = sum > 0 ? 1 / sum : 0;
            var expected = share * seen.LibrarySize(cell) * depth;
            for (var gene = 0; gene < genes; gene++)
            {
                var value = Math.Max(0, (double)row[gene]);
                var difference = double.LogP1(LibrarySize.Target * share * value) - LibrarySize.Log1pCp10k(counts[gene], library);
                squares += difference * difference;
                losses += expected * value - counts[gene] * Math.Log(expected * value + Smallest);
            }
        }
        var entries = (double)unseen.CellCount * genes;
        return new(squares / entries, losses / entries);
    }
}
