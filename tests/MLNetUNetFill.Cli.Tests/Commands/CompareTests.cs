using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using MLNetUNetFill.Cli.Tests.Support;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Cli.Tests.Commands;

/// <summary><c>unetfill compare</c> on 60 simulated cells, and on files that do not fit.</summary>
public sealed class CompareTests(CompareTests.Simulation simulation) : IClassFixture<CompareTests.Simulation>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>60 cells x 50 genes of 3 types, and every fourth count of them as a hold-out.</summary>
    public sealed class Simulation : IDisposable
    {
        public Simulation()
        {
            Unetfill.Run("simulate", "--output", Folder.At("sim"), "--cells", "60", "--genes", "50", "--types", "3", "--seed", "5")
                .Succeeds();
            var counts = TenX.Read(Counts).Counts;
            var entries = Enumerable.Range(0, counts.CellCount)
                .SelectMany(cell => counts.GenesOf(cell).ToArray().Select(gene => $"{gene + 1}\t{cell + 1}"));
            TenXText.Gzip(HoldOut, "gene\tcell\n" + string.Concat(entries.Where((_, i) => i % 4 == 0).Select(entry => entry + "\n")));
        }

        internal TemporaryFolder Folder { get; } = new();

        internal string Counts => Folder.At("sim", "counts");

        internal string Labels => Folder.At("sim", "labels.tsv");

        internal string HoldOut => Folder.At("holdout-1.tsv.gz");

        public void Dispose() => Folder.Dispose();
    }

    private string Output => _folder.At("out");

    private Outcome Benchmark(params string[] arguments) => Benchmark(epochs: 1, arguments);

    private Outcome Benchmark(int epochs, string[] arguments) => Unetfill.Run(
        ["compare", "--input", simulation.Counts, "--output", Output, "--epochs", $"{epochs}", "--threads", "1", "--device", "cpu",
        .. arguments]);

    [Fact]
    public void A_matrix_too_small_for_a_method_is_refused_before_any_method_runs()
    {
        var two = TenXText.Write(_folder.At("two"), cells: 2);
        var outcome = Unetfill.Run("compare", "--input", two, "--output", _folder.At("none"), "--methods", "dca,gene-mean");
        outcome.FailsWith(1, "dca: found 2 cells; expected at least 3, of which one is for validation.");
        Assert.DoesNotContain("[1/", outcome.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.At("none")));
    }

    [Fact]
    public void Denoising_and_held_out_cells_are_measured_if_asked()
    {
        var outcome = Benchmark("--labels", simulation.Labels, "--methods", "none,unet-expected,unet-expected-log", "--measures",
            "denoising,held-out-cells").Succeeds();

        Assert.Contains("Methods that learn from the cells that they fill take no part in held-out cells: none.", outcome.Error,
            StringComparison.Ordinal);
        // No imputation, the network and two controls on the denoising matrix; the network on two matrices of entries and two of halves.
        Assert.Contains("Methods: 5; matrices: 5; runs: 8.", outcome.Error, StringComparison.Ordinal);
        foreach (var text in (string[])["Open Problems", "Cells that the network never saw"])
            Assert.Contains(text, outcome.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(Output, "compare.json")));
        var means = report.RootElement.GetProperty("methods").EnumerateArray().ToDictionary(
            method => method.GetProperty("method").GetString()!, method => method.GetProperty("means"));
        Assert.Equal(["none", "unet-expected", "unet-expected-log", "all-zero", "gene-share"], means.Keys);
        foreach (var measure in (string[])["denoisingMse", "denoisingPoisson"])
            Assert.All(means.Values, method => Assert.True(double.IsFinite(method.GetProperty(measure).GetDouble())));
        foreach (var measure in (string[])["Rmse", "Pearson", "Coverage90", "Ari", "Deviance"])
            foreach (var cells in (string[])["newCells", "knownCells"])
            {
                Assert.True(double.IsFinite(means["unet-expected"].GetProperty(cells + measure).GetDouble()));
                Assert.False(means["none"].TryGetProperty(cells + measure, out _));
            }
        Assert.False(means["unet-expected"].TryGetProperty("rmse", out _));
        // One hands in rates, the other logarithms.
        Assert.NotEqual(means["unet-expected"].GetProperty("denoisingMse").GetDouble(),
            means["unet-expected-log"].GetProperty("denoisingMse").GetDouble());
    }

    [Fact]
    public void Held_out_cells_need_a_network() =>
        Benchmark("--methods", "none,gene-mean", "--measures", "held-out-cells").FailsWith(2, "--measures is 'held-out-cells', but none of "
            + "--methods fills cells that it was not trained on; expected a network among them, or another measure.");

    [Fact]
    public void Every_method_is_measured_on_every_matrix()
    {
        var outcome = Benchmark("--labels", simulation.Labels, "--holdout", simulation.HoldOut, "--methods",
            "none,gene-mean,library-rescaled-mean,unet-expected,unet-denoise-all,unet-published").Succeeds();

        foreach (var text in (string[])["Held-out entries", "Clusters against labels", "unseen half", "False correlations", "Cost",
            "* the best"])
            Assert.Contains(text, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Methods: 6; matrices: 3; runs: 15.", outcome.Error, StringComparison.Ordinal);
        Assert.Matches(@"\[1/15\] holdout-1.tsv.gz: unet-\S.* \(\S+ s\), roughly \S+ min left", outcome.Error);
        Assert.Equal(["compare.csv", "compare.json"], Directory.EnumerateFileSystemEntries(Output).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));

        var table = File.ReadAllLines(Path.Combine(Output, "compare.csv")).Select(line => line.Split(',')).ToArray();
        Assert.Equal(["method", "none", "gene-mean", "library-rescaled-mean", "unet-published", "unet-expected", "unet-denoise-all"],
            table.Select(row => row[0]));
        Assert.All(table, row => Assert.Equal(table[0].Length, row.Length));
        string Cell(string method, string measure) => table.Single(row => row[0] == method)[Array.IndexOf(table[0], measure)];
        Assert.Equal("1", Cell("none", "zerosKept"));
        Assert.Equal("1", Cell("none", "varianceRatio"));
        Assert.Equal("0", Cell("unet-published", "observedValuesChanged"));
        Assert.Equal("0", Cell("unet-expected", "observedValuesChanged"));
        Assert.NotEqual("0", Cell("unet-denoise-all", "observedValuesChanged"));
        Assert.Equal("", Cell("none", "pearson"));
        foreach (var measure in (string[])["rmse", "thinningDeviance", "brier", "calibrationError", "coverage90"])
            Assert.Equal(Cell("unet-expected", measure), Cell("unet-denoise-all", measure));
        Assert.InRange(double.Parse(Cell("unet-expected", "coverage90")), 0.3, 1);
        Assert.InRange(double.Parse(Cell("unet-expected", "brier")), 0.001, 0.5);
        Assert.Equal("", Cell("unet-published", "brier"));
        Assert.Equal(Cell("library-rescaled-mean", "genePearson"), Cell("none", "genePearsonByLibrarySize"));
        Assert.Equal(Cell("none", "falseCorrelations"), Cell("gene-mean", "falseCorrelationsBefore"));

        using var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(Output, "compare.json")));
        var methods = report.RootElement.GetProperty("methods").EnumerateArray().ToArray();
        Assert.Equal(6, methods.Length);
        foreach (var method in methods)
        {
            Assert.False(string.IsNullOrEmpty(method.GetProperty("source").GetString()));
            foreach (var measure in (string[])["rmse", "mae", "bias", "genePearson", "zerosKept", "ari", "ariSpread", "nmi",
                "thinningDeviance", "thinningMse",
                "falseCorrelations", "seconds", "peakMegabytes"])
            {
                Assert.True(method.GetProperty("means").TryGetProperty(measure, out _), measure);
                Assert.True(report.RootElement.GetProperty("measures").TryGetProperty(measure, out _), measure);
            }
        }
        Assert.Single(Regex.Matches(outcome.Error, "Networks are trained on cpu; they fill on cpu."));
        foreach (var method in methods)
        {
            var devices = method.GetProperty("devices");
            if (!method.GetProperty("method").GetString()!.StartsWith("unet-", StringComparison.Ordinal)) Assert.Equal(JsonValueKind.Null,
                devices.ValueKind);
            else foreach (var use in (string[])["training", "filling"]) Assert.Equal("cpu", devices.GetProperty(use).GetProperty("used")
                .GetString());
        }
        var matrices = report.RootElement.GetProperty("matrices").EnumerateArray().Select(matrix => matrix.GetProperty("name").GetString()!)
            .ToArray();
        Assert.Equal(["holdout-1.tsv.gz", "thinning 1", "permuted genes 1"], matrices);
        Assert.All(methods, method => Assert.Equal(matrices, method.GetProperty("runs").EnumerateObject().Select(run => run.Name)));
    }

    [Fact]
    public void The_same_matrix_labels_and_seed_agree_as_in_evaluate()
    {
        Benchmark("--labels", simulation.Labels, "--holdout", simulation.HoldOut, "--methods", "none", "--measures", "clusters", "--genes",
            "all",
            "--seeds", "2").Succeeds();
        using var compared = JsonDocument.Parse(File.ReadAllText(Path.Combine(Output, "compare.json")));
        var means = compared.RootElement.GetProperty("methods")[0].GetProperty("means");

        // The method "none" gives what evaluate calls "before": the counts without the held-out entries, normalised.
        var counts = TenX.Read(simulation.Counts).Counts;
        var (seen, report) = (_folder.At("seen"), _folder.At("evaluation.json"));
        TenXWriter.Write(seen, HoldOut.Remove(counts, HoldOutFile.Read(simulation.HoldOut, counts)).Corrupted);
        Unetfill.Run("evaluate", "--input", seen, "--filled", seen, "--labels", simulation.Labels, "--genes", "all", "--seed", "2",
            "--report", report).Succeeds();
        using var evaluated = JsonDocument.Parse(File.ReadAllText(report));
        var before = evaluated.RootElement.GetProperty("clustering").GetProperty("before");

        foreach (var measure in (string[])["ari", "ariSpread", "nmi", "nmiSpread"])
            Assert.Equal(means.GetProperty(measure).GetDouble(), before.GetProperty(measure).GetDouble());
        Assert.NotEqual(0, before.GetProperty("ari").GetDouble());
    }

    [Fact]
    public void Without_labels_there_are_no_clusters_and_the_same_seeds_give_the_same_numbers()
    {
        string[] arguments = ["--methods", "gene-mean,none", "--seeds", "3,4", "--genes", "30"];
        var outcome = Benchmark(arguments).Succeeds();
        Assert.DoesNotContain("ARI", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Working on 30 of 50 genes", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("hold-out of seed 4", outcome.Error, StringComparison.Ordinal);
        var first = Numbers();
        Benchmark(arguments).Succeeds();
        Assert.Equal(first, Numbers());

        // All but the cost, which stands in the last two columns.
        string[] Numbers() => [.. File.ReadAllLines(Path.Combine(Output, "compare.csv"))
            .Select(line => string.Join(',', line.Split(',')[..^2]))];
    }

    [Fact]
    public void Only_the_measures_asked_for_are_taken()
    {
        Benchmark("--methods", "none", "--measures", "thinning").Succeeds();
        Assert.Equal("method,thinningDeviance,thinningMse,seconds,peakMegabytes", File.ReadLines(Path.Combine(Output, "compare.csv"))
            .First());

        var outcome = Benchmark("--methods", "none", "--measures", "entries", "--holdout", simulation.HoldOut, simulation.HoldOut)
            .Succeeds();
        Assert.Contains("Methods: 1; matrices: 2; runs: 2.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("[2/2] holdout-1.tsv.gz (2): none", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernel_and_the_layout_asked_for_change_the_network()
    {
        string[] changes = [Deviance(), Deviance("--kernel-size", "3"), Deviance("--kernel-size", "3", "--layout", "random")];
        Assert.Equal(changes.Distinct(), changes);

        string Deviance(params string[] network)
        {
            Benchmark(epochs: 4, ["--methods", "unet-expected", "--measures", "thinning", .. network]).Succeeds();
            return File.ReadLines(Path.Combine(Output, "compare.csv")).Last().Split(',')[1];
        }
    }

    [Fact]
    public void A_hold_out_file_that_does_not_fit_is_one_sentence()
    {
        var bad = _folder.At("bad.tsv");
        File.WriteAllText(bad, "gene\tcell\n51\t1\n");
        var before = _folder.Contents();
        Benchmark("--holdout", simulation.HoldOut, bad).FailsWith(1, bad, "line 2", "found the gene '51'",
            "expected a whole number from 1 to 50");
        Benchmark("--holdout", _folder.At("none.tsv")).FailsWith(1, "none.tsv does not exist");
        Assert.Equal(before, _folder.Contents());
    }

    [Fact]
    public void A_truncated_hold_out_file_is_one_sentence()
    {
        var cut = _folder.At("cut.tsv.gz");
        File.WriteAllBytes(cut, File.ReadAllBytes(simulation.HoldOut)[..^20]);
        Benchmark("--holdout", cut).FailsWith(1, cut, "expected a complete gzip file");
        Assert.False(Path.Exists(Output));
    }

    [Fact]
    public void A_signal_ends_it_and_leaves_nothing()
    {
        if (!OperatingSystem.IsLinux()) return;
        var before = _folder.Contents();
        using var process = Unetfill.Start("compare", "--input", simulation.Counts, "--output", Output, "--methods", "none,unet-published",
            "--measures", "entries", "--epochs", "100000", "--threads", "1");
        while (process.StandardError.ReadLine() is { } line && !line.StartsWith("Methods: ", StringComparison.Ordinal)) { }
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString()])) kill.WaitForExit();
        var outcome = Unetfill.Finish(process);

        Assert.Equal(130, outcome.ExitCode);
        Assert.EndsWith("error: Cancelled; nothing was written.\n", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Contents());
    }
}
