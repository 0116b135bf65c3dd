using System.Diagnostics;

namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill compare</c>: the networks and the methods that they have to beat, on the same entries.</summary>
internal static class CompareCommand
{
    private static readonly (string Word, MeasureGroup[] Groups)[] Groups =
    [
        ("entries", [MeasureGroup.Entries, MeasureGroup.Matrix]),
        ("clusters", [MeasureGroup.Clusters]),
        ("thinning", [MeasureGroup.Thinning]),
        ("false-correlations", [MeasureGroup.FalseCorrelations]),
        ("denoising", [MeasureGroup.Denoising]),
        ("held-out-cells", [MeasureGroup.HeldOutCells]),
    ];

    /// <summary>How many of the groups are measured by default: for each of the others all networks are trained once more, or several
    /// times.</summary>
    private const int GroupsByDefault = 4;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = new InputOptions();
        var holdOuts = OptionFactory.Paths("--holdout", "FILE ...",
            "Entries to set to zero and ask back, a line 'gene<TAB>cell' each, 1-based, under that header; without it a tenth is chosen "
                + "by seed");
        var output = OptionFactory.RequiredPath("--output", "DIR",
            $"Folder to write: {CompareFiles.Table}, {CompareFiles.Report}; an earlier one is replaced");
        var methods = OptionFactory.Words("--methods", "NAME,...", "Methods to compare", MethodCatalog.Names, MethodCatalog.Names.Count);
        string[] words = [.. Groups.Select(group => group.Word)];
        var measures = OptionFactory.Words("--measures", "NAME,...", "What to measure", words, GroupsByDefault);
        var genes = OptionFactory.GeneCount("--genes", "How many of the most variable genes all methods work on",
            new UNetGapFillOptions().HighlyVariableGenes);
        var seeds = OptionFactory.Numbers("--seeds", "Seeds of chosen hold-outs, thinning splits and permutations, each giving one; the "
            + "first also the networks' and the clustering's", 1);
        var clusterings = OptionFactory.Number("--clusterings", "Runs of k-means for every matrix, each with a seed of its own and the "
            + "best of 30 starts", ClusterAgreement.DefaultRuns, Rules.Whole(1, 1000));
        var settings = new Settings<UNetGapFillOptions>();
        settings.Add(TrainingOptions.Effort(), (options, effort) => options with { Effort = effort });
        settings.AddOptional(OptionFactory.OptionalNumber("--epochs", "Passes of a network over the cells",
            TrainingOptions.EpochsByDefault("unet-published"), Rules.Epochs), (options, epochs) => options with { Epochs = epochs });
        settings.AddOptional(TrainingOptions.KernelSize("unet-published"), (options, side) => options with { KernelSize = side });
        settings.Add(OptionFactory.Choice("--layout", "How genes are placed on the pixels of the networks",
            ("co-expression", GeneLayout.CoExpressionGrid), ("random", GeneLayout.RandomGrid)),
            (options, layout) => options with { Layout = layout });
        settings.Add(TrainingOptions.MaxTrainingCells(), (options, most) => options with { MaxTrainingCells = most });
        settings.Add(TrainingOptions.MaxLandmarks(), (options, most) => options with { MaxLandmarks = most });
        settings.AddMachine();
        var command = new Command("compare",
            "Compares the networks with no imputation and with known methods: held-out entries, clusters, count thinning, false "
                + "correlations, cost; if asked, the denoising task of Open Problems, and cells that the networks never saw.")
        {
            input.Path, input.Labels, holdOuts, output, methods, measures, genes, seeds, clusterings,
        };
        settings.AddTo(command);
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            var clock = Stopwatch.StartNew();
            var (source, outputFolder) = (input.Read(parsed), parsed.GetRequiredValue(output));
            var holdOutFiles = parsed.GetValue(holdOuts) ?? [];
            var chosenSeeds = parsed.GetRequiredValue(seeds);
            var chosen = Given(parsed, methods, MethodCatalog.Names).ToHashSet();
            var measured = Given(parsed, measures, words[..GroupsByDefault]);
            var groups = Groups.Where(group => measured.Contains(group.Word)).SelectMany(group => group.Groups).ToHashSet();
            if (source is { LabelFile: null, LabelColumn: null } && groups.SetEquals([MeasureGroup.Clusters]))
                throw new UsageException("--measures is 'clusters'; expected --labels with it, or another measure.");
            var options = settings.Read(parsed, new UNetGapFillOptions { HighlyVariableGenes = 0, Seed = chosenSeeds[0] });
            var imputers = MethodCatalog.Imputers(options);
            if (groups.SetEquals([MeasureGroup.HeldOutCells])
                && !imputers.Any(imputer => imputer.FillsNewCells && imputer.Methods.Any(method => chosen.Contains(method.Name))))
                throw new UsageException("--measures is 'held-out-cells', but none of --methods fills cells that it was not trained on; "
                    + "expected a network among them, or another measure.");
            var target = OutputCheck.Folder("--output", outputFolder, CompareFiles.Report, [CompareFiles.Table],
                [source.Path, source.LabelFile, .. holdOutFiles]);
            foreach (var file in holdOutFiles) InputCheck.File("--holdout", file, "a file of entries");
            Model.RequireDevice(options);
            var data = CompareInput.Read(context, source, holdOutFiles, parsed.GetValue(genes), chosenSeeds);
            var report = context.Write(target, folder =>
            {
                BenchmarkRun[] runs = [.. Runs(data, groups, chosenSeeds, parsed.GetValue(clusterings), context.Cancelled)];
                var scores = Benchmarking.Execute(runs, imputers, method => chosen.Contains(method.Name), context.Log.Info,
                    context.Cancelled);
                var report = CompareReport.Create(InputReport.Describe(source.Path, data.Counts), source.LabelFile, chosenSeeds, runs,
                    scores, clock.Elapsed.TotalSeconds);
                CompareFiles.Write(folder, report);
                return report;
            });
            CompareTables.Print(Console.Out, report);
            Console.WriteLine($"Table:  {Path.Combine(outputFolder, CompareFiles.Table)}");
            Console.WriteLine($"Report: {Path.Combine(outputFolder, CompareFiles.Report)}");
        });
        return command;
    }

    private static IReadOnlyList<string> Given(ParseResult parsed, Option<string[]> option, IReadOnlyList<string> otherwise) =>
        parsed.GetValue(option) is { Length: > 0 } words ? words : otherwise;

    private static IEnumerable<BenchmarkRun> Runs(CompareInput data, HashSet<MeasureGroup> groups, IReadOnlyList<int> seeds,
        int clusterings, CancellationToken cancellation)
    {
        IEnumerable<BenchmarkRun> runs = [];
        if (groups.Contains(MeasureGroup.Entries) || (data.Labels is not null && groups.Contains(MeasureGroup.Clusters)))
            runs = data.HoldOuts.Select(given =>
                new HoldOutRun(given.Name, data.Counts, given.HoldOut, data.Labels, groups, seeds[0], clusterings));
        Add(MeasureGroup.Thinning, seed => [ThinningRun.Create(data.Counts, seed)]);
        Add(MeasureGroup.FalseCorrelations, seed => [PermutedGenesRun.Create(data.Counts, seed, cancellation)]);
        Add(MeasureGroup.Denoising, seed => [DenoisingRun.Create(data.Counts, seed)]);
        if (groups.Contains(MeasureGroup.HeldOutCells))
            runs = runs.Concat(data.HoldOuts.SelectMany((holdOut, i) =>
                NewCellsRun.Entries(holdOut.Name, holdOut.HoldOut, data.Labels, seeds[i % seeds.Count], clusterings)));
        Add(MeasureGroup.HeldOutCells, seed => NewCellsRun.Thinning(data.Counts, seed));
        foreach (var run in runs)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return run;
        }

        void Add(MeasureGroup group, Func<int, IEnumerable<BenchmarkRun>> create)
        {
            if (groups.Contains(group)) runs = runs.Concat(seeds.SelectMany(create));
        }
    }
}
