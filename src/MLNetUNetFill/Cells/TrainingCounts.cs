namespace MLNetUNetFill.Cells;

/// <summary>Raw counts of the modelled genes, cells x modelled genes, with the library sizes over all genes.</summary>
/// <param name="GeneCount">Number of modelled genes (columns).</param>
/// <param name="RowStarts">Length cells + 1.</param>
/// <param name="Genes">Column of every entry.</param>
/// <param name="Values">Count of every entry, not negative.</param>
/// <param name="Libraries">Library size of every cell over all genes, modelled or not, above 0.</param>
internal sealed record TrainingCounts(int GeneCount, int[] RowStarts, int[] Genes, float[] Values, float[] Libraries)
    : SparseCells(GeneCount, RowStarts, Genes, Values)
{
    /// <summary>Adds the library sizes to a matrix of counts.</summary>
    public TrainingCounts(SparseCells counts, IEnumerable<float> libraries)
        : this(counts.GeneCount, counts.RowStarts, counts.Genes, counts.Values, [.. libraries])
    {
    }

    /// <summary>Share of the observed entries that hiding has left; 1 where none is hidden. See <see cref="AsIfComplete"/>.</summary>
    public float VisibleShare { get; private init; } = 1;

    /// <summary>A version with hidden entries. Nothing in it depends on their values: the libraries do not count them either.</summary>
    /// <param name="hidden">The entries of a cell to hide, as indices into <see cref="SparseCells.Values"/>; never all that it has.</param>
    public TrainingCounts Without(Func<int, ReadOnlySpan<int>> hidden)
    {
        var visible = this with { Values = (float[])Values.Clone(), Libraries = new float[CellCount] };
        for (var cell = 0; cell < CellCount; cell++)
        {
            foreach (var entry in hidden(cell)) visible.Values[entry] = 0;
            // The sum of what is left, and not the library less what is hidden: a large hidden count would leave its rounding error.
            visible.Libraries[cell] = (float)(Math.Max(0, Libraries[cell] - LibrarySize.Sum(ValuesOf(cell)))
                + LibrarySize.Sum(visible.ValuesOf(cell)));
        }
        return visible;
    }

    /// <summary>
    /// A version with hidden entries, as deep as the matrix that it comes from: every library is divided by the visible share of the
    /// entries, and whoever counts entries or molecules divides by <see cref="VisibleShare"/>. Otherwise the network would learn from cells
    /// that are always a little poorer than those it will be asked about, and would predict too much for these.
    /// </summary>
    /// <param name="whole">The matrix without anything hidden.</param>
    public TrainingCounts AsIfComplete(TrainingCounts whole)
    {
        var share = Values.Count(count => count > 0) / (float)whole.Values.Count(count => count > 0);
        return this with { VisibleShare = share, Libraries = [.. Libraries.Select(library => library / share)] };
    }

    /// <summary>The entries above 0 in log1p CP10k, by the library sizes of a version that hides some of them.</summary>
    public SparseCells NormalizeLike(TrainingCounts version) => Normalize(cell => version.Libraries[cell]);

    /// <summary>The entries above 0 in log1p CP10k.</summary>
    public SparseCells Normalize() => NormalizeLike(this);

    /// <summary>The cells of a count matrix that have any count.</summary>
    /// <param name="counts">Raw counts, cells x genes.</param>
    /// <param name="modelledGenes">Columns of the result, ascending; <c>null</c> for all of them.</param>
    public static TrainingCounts Build(CountMatrix counts, int[]? modelledGenes = null)
    {
        var (builder, libraries) = (new SparseCellsBuilder(counts.GeneCount, modelledGenes), new List<float>());
        for (var cell = 0; cell < counts.CellCount; cell++)
        {
            if (counts.LibrarySize(cell) is not (var library and > 0)) continue;
            builder.AddCounts(counts.GenesOf(cell), counts.ValuesOf(cell), library);
            libraries.Add((float)library);
        }
        return new TrainingCounts(builder.Build(), libraries);
    }
}

/// <summary>Statistics of every modelled gene over the training cells; each array is <c>[G]</c>.</summary>
/// <param name="Mean">Mean of log1p CP10k over the cells that show the gene.</param>
/// <param name="Deviation">Its standard deviation, shrunk towards the average gene's by five observations.</param>
/// <param name="DetectionRate">Share of the cells that show the gene.</param>
/// <param name="Share">The gene's share of all counts, with half a count added to every gene.</param>
/// <param name="OverallMean">Mean of log1p CP10k over all cells, zeros included.</param>
/// <param name="OverallDeviation">Its standard deviation, plus 0.1, so that rare genes do not weigh too much.</param>
internal sealed record GeneMoments(float[] Mean, float[] Deviation, float[] DetectionRate, float[] Share, float[] OverallMean,
    float[] OverallDeviation)
{
    private const double PriorObservations = 5;
    private const double Pseudocount = 0.5;
    private const double DeviationFloor = 0.1;

    /// <summary>Measures all genes.</summary>
    public static GeneMoments Measure(TrainingCounts counts)
    {
        var genes = counts.GeneCount;
        double[] seen = new double[genes], sum = new double[genes], squares = new double[genes], total = new double[genes];
        for (var cell = 0; cell < counts.CellCount; cell++)
            for (var i = counts.RowStarts[cell]; i < counts.RowStarts[cell + 1]; i++)
            {
                if (counts.Values[i] == 0) continue;
                var (gene, value) = (counts.Genes[i], (double)LibrarySize.Log1pCp10k(counts.Values[i], counts.Libraries[cell]));
                seen[gene]++;
                sum[gene] += value;
                squares[gene] += value * value;
                total[gene] += counts.Values[i];
            }

        double cells = counts.CellCount, depth = counts.Libraries.Sum(library => (double)library) + Pseudocount * genes;
        var variances = seen.Select((n, gene) => n == 0 ? 0 : Variance(sum[gene], squares[gene], n)).ToArray();
        var prior = PriorObservations * variances.Average();
        return new GeneMoments(
            Each(gene => sum[gene] / Math.Max(1, seen[gene])),
            Each(gene => Math.Max(1e-3, Math.Sqrt((variances[gene] * seen[gene] + prior) / (Math.Max(1, seen[gene]) + PriorObservations)))),
            Each(gene => seen[gene] / cells),
            Each(gene => (total[gene] / counts.VisibleShare + Pseudocount) / depth),
            Each(gene => sum[gene] / cells),
            Each(gene => Math.Sqrt(Variance(sum[gene], squares[gene], cells)) + DeviationFloor));

        float[] Each(Func<int, double> statistic) => [.. Enumerable.Range(0, genes).Select(gene => (float)statistic(gene))];
    }

    private static double Variance(double sum, double squares, double n) => Math.Max(0, squares / n - sum / n * (sum / n));
}
