using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Pipelines;

/// <summary>From a file of counts to measured clusters, whichever way ML.NET's loader brings the genes in.</summary>
[Collection(TorchCollection.Name)]
public sealed class TextLoaderTests : IDisposable
{
    private const int Genes = 120, CellTypes = 3;
    private static readonly SimulatedCells s_cells =
        CellSimulator.Simulate(new SimulationOptions { Cells = 60, Genes = Genes, CellTypes = CellTypes, Seed = 8 });

    /// <summary>What the same cells in memory are filled with.</summary>
    private static readonly Lazy<float[][]> s_expected = new(() =>
    {
        using var transformer = new UNetGapFillEstimator(TestCells.Quick).Fit(TestCells.View(s_cells.Counts));
        return TestCells.Filled(transformer.Transform(TestCells.View(s_cells.Counts)));
    });

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly MLContext _context = new(1);

    public TextLoaderTests() => File.WriteAllLines(CellFile,
    [
        string.Join('\t', ["label", .. s_cells.Counts.GeneNames]),
        .. s_cells.Labels.Select((label, cell) => string.Join('\t',
            [label, .. TestCells.Dense(s_cells.Counts, cell).Select(count => count.ToString(CultureInfo.InvariantCulture))])),
    ]);

    private string CellFile => Path.Combine(_folder.FullName, "cells.tsv");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void One_vector_column() =>
        AssertFilledAndClustered(Load(new TextLoader.Column("Counts", DataKind.Single, 1, Genes)), Labels());

    [Fact]
    public void A_column_for_each_gene_and_Concatenate() => AssertFilledAndClustered(Load(Columns(DataKind.Single)),
        Labels().Append(_context.Transforms.Concatenate("Counts", GeneNames)));

    [Fact]
    public void Whole_numbers_and_ConvertType() => AssertFilledAndClustered(Load(new TextLoader.Column("Counts", DataKind.Int32, 1, Genes)),
        Labels().Append(_context.Transforms.Conversion.ConvertType("Counts", outputKind: DataKind.Single)));

    [Fact]
    public void A_column_of_whole_numbers_for_each_gene_ConvertType_and_Concatenate()
    {
        InputOutputColumnPair[] genes = [.. GeneNames.Select(gene => new InputOutputColumnPair(gene))];

        AssertFilledAndClustered(Load(Columns(DataKind.Int32)), Labels()
            .Append(_context.Transforms.Conversion.ConvertType(genes, DataKind.Single))
            .Append(_context.Transforms.Concatenate("Counts", GeneNames)));
    }

    /// <summary>This overload of ML.NET reads no names from the header.</summary>
    [Fact]
    public void Genes_without_names_are_numbered()
    {
        var data = _context.Data.LoadFromTextFile(CellFile, [new TextLoader.Column("Counts", DataKind.Single, 1, Genes)], hasHeader: true);

        using var transformer = new UNetGapFillEstimator(TestCells.Quick).Fit(data);

        Assert.Equal(Enumerable.Range(1, Genes).Select(gene => $"Gene{gene}"), transformer.GeneNames);
        Assert.Equal(s_expected.Value, TestCells.Filled(transformer.Transform(data)));
    }

    private static string[] GeneNames => [.. s_cells.Counts.GeneNames];

    private static TextLoader.Column[] Columns(DataKind kind) =>
        [.. GeneNames.Select((gene, i) => new TextLoader.Column(gene, kind, i + 1))];

    private IDataView Load(params TextLoader.Column[] counts) => _context.Data.LoadFromTextFile(CellFile,
        new TextLoader.Options { HasHeader = true, Columns = [new TextLoader.Column("Type", DataKind.String, 0), .. counts] });

    private IEstimator<ITransformer> Labels() => _context.Transforms.Conversion.MapValueToKey("Label", "Type");

    private void AssertFilledAndClustered(IDataView data, IEstimator<ITransformer> loading)
    {
        using var chain = loading
            .Append(_context.Transforms.FillGapsWithUNet(options: TestCells.Quick))
            .Append(_context.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 5, seed: 1))
            .Append(_context.Clustering.Trainers.KMeans("Components", numberOfClusters: CellTypes))
            .Fit(data);
        var scored = chain.Transform(data);

        VBuffer<ReadOnlyMemory<char>> genes = default;
        scored.Schema["Filled"].GetSlotNames(ref genes);
        Assert.Equal(GeneNames, genes.DenseValues().Select(gene => gene.ToString()));
        Assert.Equal(s_expected.Value, TestCells.Filled(scored));
        Assert.InRange(scored.GetColumn<uint>("PredictedLabel").Distinct().Count(), 2, CellTypes);
        var metrics = _context.Clustering.Evaluate(scored, "Label", featureColumnName: "Components");
        Assert.InRange(metrics.AverageDistance, 1e-3, 1e3);
        Assert.InRange(metrics.DaviesBouldinIndex, 1e-3, 1e3);
        Assert.InRange(metrics.NormalizedMutualInformation, 1e-6, 1);
    }
}
