using MLNetUNetFill.Imaging;

namespace MLNetUNetFill.Context;

/// <summary>
/// The order in which a graph holds its genes: that of the P pixels, or with several levels of expression that of their rows. A cell is put
/// into this order once, and all values per gene are stored in it, so that no further step makes the image. A pixel without a gene is 0.
/// </summary>
internal sealed class PixelOrder(OnnxGraphBuilder graph, PixelMap pixels, int[] modelledGenes, int geneCount)
{
    private readonly int[] _pixelOfGene = Array.ConvertAll(pixels.PixelOfGene, pixel => pixel / pixels.Levels);
    private string? _ofAllGenes, _back;

    /// <summary>P.</summary>
    public int Count => pixels.TargetCount;

    /// <summary>Where a modelled gene lies.</summary>
    public int PixelOf(int gene) => _pixelOfGene[gene];

    /// <summary>Stores one value per modelled gene as <c>[1, P]</c>.</summary>
    /// <param name="hint">Name.</param>
    /// <param name="perGene"><c>[S]</c>.</param>
    /// <param name="elsewhere">The value of a pixel without a gene.</param>
    public string Row(string hint, float[] perGene, float elsewhere = 0)
    {
        float[] row = [.. Enumerable.Repeat(elsewhere, Count)];
        for (var gene = 0; gene < perGene.Length; gene++) row[_pixelOfGene[gene]] = perGene[gene];
        return graph.Initializer(hint, row, 1, Count);
    }

    /// <summary>Stores one row per modelled gene, <c>[S, columns]</c>, as <c>[P, columns]</c>; rows of pixels without a gene are
    /// 0.</summary>
    /// <param name="hint">Name.</param>
    /// <param name="perGene"><c>[S, columns]</c>.</param>
    /// <param name="columns">Values a gene.</param>
    /// <param name="isExact">Whether the graph's precision does not apply.</param>
    public string Rows(string hint, float[] perGene, int columns, bool isExact = false)
    {
        var rows = new float[Count * columns];
        for (var gene = 0; gene < _pixelOfGene.Length; gene++)
            perGene.AsSpan(gene * columns, columns).CopyTo(rows.AsSpan(_pixelOfGene[gene] * columns));
        return isExact ? graph.Initializer(hint, rows, Count, columns) : graph.Rounded(hint, rows, 1, Count, columns);
    }

    /// <summary>All genes <c>[N, G]</c> to pixels <c>[N, P]</c>.</summary>
    public string FromAllGenes(string hint, string values) =>
        Place(hint, values, geneCount, _ofAllGenes ??= GeneOfPixel("gene_of_pixel", gene => modelledGenes[gene], geneCount));

    /// <summary>Modelled genes <c>[N, S]</c> to pixels <c>[N, P]</c>.</summary>
    /// <param name="hint">Name of the result.</param>
    /// <param name="values">The genes, in the order of <paramref name="columnOfGene"/>.</param>
    /// <param name="columnOfGene">Which column holds a gene.</param>
    public string FromModelledGenes(string hint, string values, int[] columnOfGene) =>
        Place(hint, values, _pixelOfGene.Length, GeneOfPixel("modelled_of_pixel", gene => columnOfGene[gene], _pixelOfGene.Length));

    /// <summary>Pixels <c>[N, P]</c> back to all genes <c>[N, G]</c>.</summary>
    /// <param name="hint">Name of the result.</param>
    /// <param name="values">The pixels.</param>
    /// <param name="elsewhere">What genes that are not modelled get, <c>[N, G]</c>.</param>
    public string ToGenes(string hint, string values, Func<string> elsewhere)
    {
        bool all = modelledGenes.Length == geneCount;
        _back ??= graph.Initializer("pixel_of_gene", Back(), geneCount);
        var from = all ? values : graph.Node("Concat", hint + "_and_elsewhere", [values, elsewhere()], Int("axis", 1));
        return Columns(hint, from, _back);
    }

    private long[] Back()
    {
        var source = Enumerable.Range(0, geneCount).Select(gene => (long)Count + gene).ToArray();
        for (var i = 0; i < modelledGenes.Length; i++) source[modelledGenes[i]] = _pixelOfGene[i];
        return source;
    }

    private string GeneOfPixel(string hint, Func<int, int> column, int width)
    {
        long[] source = [.. Enumerable.Repeat((long)width, Count)];
        for (var gene = 0; gene < _pixelOfGene.Length; gene++) source[_pixelOfGene[gene]] = column(gene);
        return graph.Initializer(hint, source, Count);
    }

    private string Place(string hint, string values, int width, string source)
    {
        // Column `width` is the zero that every pixel without a gene reads.
        if (_pixelOfGene.Length < Count)
            values = graph.Node("Pad", hint + "_padded", [values, graph.Initializer("one_column", [0L, 0, 0, 1], 4)]);
        return Columns(hint, values, source);
    }

    /// <summary>Columns of <c>[N, ...]</c> in another order. Gathering the rows of the transposed matrix copies N values at a time instead
    /// of one, which is several times as fast.</summary>
    private string Columns(string hint, string values, string source)
    {
        var turned = graph.Transposed(hint + "_turned", values);
        var gathered = graph.Node("Gather", hint + "_gathered", [turned, source], Int("axis", 0));
        return graph.Transposed(hint, gathered);
    }
}
