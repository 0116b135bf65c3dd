using MLNetUNetFill.Cells;
using MLNetUNetFill.Context;
using MLNetUNetFill.Devices;
using MLNetUNetFill.IO;
using MLNetUNetFill.Numerics;
using static TorchSharp.torch;

namespace MLNetUNetFill.Benchmarks;

/// <summary><c>novelty FOLDER LABELS ...</c>: how many cells have a <see cref="GapFillColumns.Novelty"/> above 1 that a context was not
/// fitted to: the other half of the cells, and each cell type in turn.</summary>
internal static class NoveltyShares
{
    private const int FewestCells = 10, CellsAtATime = 64;

    public static int Run(IReadOnlyList<string> arguments)
    {
        NativeTorch.Require();
        Console.WriteLine("| set | other half | each type left out |");
        Console.WriteLine("|---|---|---|");
        foreach (var pair in arguments.Chunk(2))
        {
            var all = TenX.Read(pair[0]).Counts;
            var cells = all.SelectCells([.. Enumerable.Range(0, all.CellCount).Where(cell => all.LibrarySize(cell) > 0)]);
            var labels = LabelFile.Read(pair[1], cells.Barcodes);
            var random = new SplitMix64(1);
            bool[] isFirst = [.. labels.Select(_ => random.NextDouble() < 0.5)];
            var types = labels.GroupBy(label => label).Where(type => type.Count() >= FewestCells).OrderBy(type => type.Key,
                StringComparer.Ordinal).Select(type => $"{type.Key} {Share(cells, cell => labels[cell] != type.Key):P0}");
            Console.WriteLine($"| {Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(pair[1])))} "
                + $"| {Share(cells, cell => isFirst[cell]):P1} | {string.Join(", ", types)} |");
        }
        return 0;
    }

    /// <summary>The share of the other cells above the limit of those that are known.</summary>
    private static double Share(CountMatrix cells, Func<int, bool> isKnown)
    {
        int[] known = [.. Enumerable.Range(0, cells.CellCount).Where(isKnown)];
        int[] others = [.. Enumerable.Range(0, cells.CellCount).Where(cell => !isKnown(cell))];
        var training = TrainingCounts.Build(cells.SelectCells(known));
        var asked = TrainingCounts.Build(cells.SelectCells(others));
        var context = new ContextFit([.. Enumerable.Range(0, training.CellCount)], 1, CPU).Fit(training, CancellationToken.None);
        var limit = CellNovelty.Limit(context, CPU, 1, CancellationToken.None);
        using var onDevice = new TorchContext(context, CPU, 1, visibleShare: 1);
        var above = 0;
        foreach (var batch in Enumerable.Range(0, asked.CellCount).Chunk(CellsAtATime))
        {
            using var scope = NewDisposeScope();
            var rows = new float[batch.Length * asked.GeneCount];
            for (var i = 0; i < batch.Length; i++) asked.CopyTo(batch[i], rows.AsSpan(i * asked.GeneCount, asked.GeneCount));
            above += CellNovelty.MeanSquare(new TorchCells(onDevice, rows, [.. batch.Select(cell => asked.Libraries[cell])],
                [.. batch.Select(_ => NeighbourSums.Unknown)])).ToManaged().Count(square => square > limit);
        }
        return (double)above / asked.CellCount;
    }
}
