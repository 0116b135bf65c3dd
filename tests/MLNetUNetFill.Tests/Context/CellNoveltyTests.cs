using MLNetUNetFill.Cells;
using MLNetUNetFill.Context;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Numerics;
using MLNetUNetFill.Scoring;
using MLNetUNetFill.Tests.ModelFile;
using MLNetUNetFill.Tests.Shared;
using static TorchSharp.torch;

namespace MLNetUNetFill.Tests.Context;

[Collection(TorchCollection.Name)]
public sealed class CellNoveltyTests
{
    [Fact]
    public void The_graph_gives_what_TorchSharp_gives_over_the_limit()
    {
        const float Limit = 1.75f;
        var model = ContextModels.Create();
        var network = ContextModels.Network(model) with { NoveltyLimit = Limit };
        int genes = model.GeneNames.Count;
        float[][] cells = [.. RandomModels.Counts(4, 5, genes).Chunk(genes), ContextModels.Landmarks(1, genes, 60)[..genes]];

        using var session = new GapFillSession(GapFillModelFile.Read(GapFillOnnxExporter.Export(model with { Network = network })),
            ComputeDevice.Cpu, 1, [GapFillOutputs.Novelty]);
        var found = new float[cells.Length];
        session.Score(cells.SelectMany(cell => cell).ToArray(), cells.Length, [new OutputBuffer(GapFillOutputs.Novelty, found)]);

        using var context = new TorchContext(network.Context, CPU, 1, visibleShare: 1);
        using var scope = NewDisposeScope();
        var expected = CellNovelty.MeanSquare(new TorchCells(context,
            [.. cells.SelectMany(cell => model.ModelledGenes.Select(gene => cell[gene]))], [.. cells.Select(cell => cell.Sum())],
            [.. cells.Select(_ => NeighbourSums.Unknown)])).ToManaged();
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First / Limit, pair.Second, 1e-4f * pair.Second));
    }

    [Fact]
    public void One_landmark_in_a_hundred_is_above_the_limit_and_cells_of_other_kinds_are()
    {
        const int Genes = 60, Cells = 300;
        var simulated = CellSimulator.Simulate(new SimulationOptions { Cells = Cells, Genes = Genes, CellTypes = 3, Seed = 3 }).Counts;
        var counts = TrainingCounts.Build(simulated, [.. Enumerable.Range(0, Genes)]);
        var context = new ContextFit([.. Enumerable.Range(0, Cells)], 1, CPU).Fit(counts, CancellationToken.None);
        using var onDevice = new TorchContext(context, CPU, 1, visibleShare: 1);

        var limit = CellNovelty.Limit(context, CPU, 1, CancellationToken.None);
        Assert.Equal(Cells / 100, MeanSquares([.. Enumerable.Range(0, Cells)], gene => gene).Count(square => square > limit));
        // The genes of each cell in the opposite order: libraries and numbers of expressed genes stay.
        Assert.All(MeanSquares([.. Enumerable.Repeat(NeighbourSums.Unknown, Cells)], gene => Genes - 1 - gene),
            square => Assert.True(square > limit));

        float[] MeanSquares(int[] landmarks, Func<int, int> geneAt)
        {
            using var scope = NewDisposeScope();
            float[] rows = [.. Enumerable.Range(0, Cells).SelectMany(cell => Enumerable.Range(0, Genes)
                .Select(gene => simulated[cell, geneAt(gene)]))];
            return CellNovelty.MeanSquare(new TorchCells(onDevice, rows, counts.Libraries, landmarks)).ToManaged();
        }
    }

    [Fact]
    public void Identical_cells_have_a_limit_to_divide_by()
    {
        var context = ContextModels.Network(ContextModels.Create()).Context;
        var (genes, bank) = (context.Mean.Length, context.Landmarks);
        var same = bank with
        {
            Counts = [.. Enumerable.Range(0, bank.Count).SelectMany(_ => new float[genes])],
            Libraries = [.. Enumerable.Repeat(1e-30f, bank.Count)],
        };

        Assert.InRange(CellNovelty.Limit(context with { Landmarks = same }, CPU, 1, CancellationToken.None), 1e-6f, 1);
    }

    [Fact]
    public void The_search_heeds_its_token() => Assert.Throws<OperationCanceledException>(() => CellNovelty.Limit(
        ContextModels.Network(ContextModels.Create()).Context, CPU, 1, new CancellationToken(true)));
}
