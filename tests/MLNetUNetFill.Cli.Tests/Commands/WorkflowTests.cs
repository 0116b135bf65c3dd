using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Cli.Tests.Support;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Cli.Tests.Commands;

/// <summary>simulate, train, fill and evaluate on one small simulation, and what the files in between hold.</summary>
public sealed class WorkflowTests(WorkflowTests.Simulation simulation) : IClassFixture<WorkflowTests.Simulation>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>60 cells x 80 genes of 3 types, and a model trained on them for 2 epochs.</summary>
    public sealed class Simulation : IDisposable
    {
        public Simulation()
        {
            Unetfill.Run("simulate", "--output", Folder.At("sim"), "--cells", "60", "--genes", "80", "--types", "3", "--seed", "5")
                .Succeeds();
            Training = Unetfill.Run("train", "--input", Counts, "--model", Model, "--genes", "40", "--epochs", "2", "--threads", "1",
                "--device", "cpu").Succeeds();
        }

        internal TemporaryFolder Folder { get; } = new();

        internal Outcome Training { get; }

        internal string Counts => Folder.At("sim", "counts");

        internal string Truth => Folder.At("sim", "truth");

        internal string Labels => Folder.At("sim", "labels.tsv");

        internal string Model => Folder.At("model.onnx");

        public void Dispose() => Folder.Dispose();
    }

    [Fact]
    public void Simulate_writes_counts_truth_and_labels_that_fit_together()
    {
        var counts = TenX.Read(simulation.Counts).Counts;
        var truth = TenX.Read(simulation.Truth).Counts;
        Assert.Equal((60, 80), (counts.CellCount, counts.GeneCount));
        Assert.Equal(counts.Barcodes, truth.Barcodes);
        Assert.Equal(counts.GeneNames, truth.GeneNames);
        Assert.True(truth.NonZeroCount > counts.NonZeroCount);
        Assert.Equal(3, LabelFile.Read(simulation.Labels, counts.Barcodes).Distinct().Count());
    }

    [Fact]
    public void Simulate_gives_the_same_files_for_the_same_seed()
    {
        Unetfill.Run("simulate", "--output", _folder.At("again"), "--cells", "60", "--genes", "80", "--types", "3", "--seed", "5")
            .Succeeds();
        foreach (var file in (string[])["counts/matrix.mtx.gz", "truth/matrix.mtx.gz", "labels.tsv"])
            Assert.Equal(File.ReadAllBytes(simulation.Folder.At("sim", file)), File.ReadAllBytes(_folder.At("again", file)));
    }

    [Fact]
    public void Train_says_what_it_does_in_plain_lines()
    {
        Assert.Contains("60 cells x 80 genes", simulation.Training.Error, StringComparison.Ordinal);
        Assert.Matches(@"epoch 1/2: loss \S+ \(MSE \S+, MAE \S+, smoothness \S+\), validation \S+, \d+ cells/s, \S+ min left",
            simulation.Training.Error);
        Assert.Contains("40 of 80 genes are modelled; the other 40 keep", simulation.Training.Error, StringComparison.Ordinal);
        Assert.Contains("cpu", simulation.Training.Error, StringComparison.Ordinal);
        // The context preset keeps its latest epoch always: there is nothing to tell.
        Assert.DoesNotContain("best epoch", simulation.Training.Error, StringComparison.Ordinal);
        Assert.Matches(@"Trained 2 epochs on cpu \(validation loss \S+\)\.", simulation.Training.Error);
        Assert.DoesNotContain('\u001b', simulation.Training.Error);
        Assert.Equal($"Model: {simulation.Model}\n", simulation.Training.Output);
    }

    [Fact]
    public void Fill_then_evaluate()
    {
        var filledFolder = _folder.At("deep", "filled");
        var fill = Unetfill.Run("fill", "--input", simulation.Counts, "--model", simulation.Model, "--output", filledFolder,
            "--batch-size", "7", "--threads", "1").Succeeds();
        Assert.Contains("0 observed values changed", fill.Output, StringComparison.Ordinal);

        var (counts, filled) = (TenX.Read(simulation.Counts).Counts, TenX.Read(filledFolder).Counts);
        Assert.Equal(counts.Barcodes, filled.Barcodes);
        Assert.Equal(counts.GeneNames, filled.GeneNames);
        Assert.True(filled.NonZeroCount > counts.NonZeroCount);

        using var provenance = JsonDocument.Parse(File.ReadAllText(Path.Combine(filledFolder, "provenance.json")));
        Assert.Equal(40, provenance.RootElement.GetProperty("genesModelled").GetInt32());
        Assert.Equal("cpu", provenance.RootElement.GetProperty("device").GetProperty("used").GetString());
        Assert.Equal("cpu", provenance.RootElement.GetProperty("training").GetProperty("training_device_requested").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(simulation.Model))),
            provenance.RootElement.GetProperty("modelSha256").GetString());
        Assert.False(string.IsNullOrEmpty(provenance.RootElement.GetProperty("training").GetProperty("version").GetString()));
        // The limit is the largest of the 60 training cells' own: one in a hundred would be less than one.
        Assert.InRange(provenance.RootElement.GetProperty("cellsUnlikeTraining").GetInt32(), 0, 1);
        Assert.DoesNotContain("unlike", fill.Error, StringComparison.Ordinal);

        var evaluation = Unetfill.Run("evaluate", "--input", simulation.Counts, "--filled", filledFolder, "--labels", simulation.Labels,
            "--truth", simulation.Truth,
            "--report", _folder.At("evaluation.json")).Succeeds();
        foreach (var text in (string[])["RMSE", "gene mean", "kNN mean", "ARI", "before filling", "after filling",
            "Observed values changed: 0 of"])
            Assert.Contains(text, evaluation.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(File.ReadAllText(_folder.At("evaluation.json")));
        Assert.Equal(0, report.RootElement.GetProperty("fill").GetProperty("observedValuesChanged").GetInt64());
        Assert.Equal(3, report.RootElement.GetProperty("clustering").GetProperty("clusters").GetInt32());
        Assert.Equal(3, report.RootElement.GetProperty("truth").GetProperty("dropouts").GetProperty("methods").GetArrayLength());
    }

    [Fact]
    public void Errors_against_the_truth_are_those_of_the_dropouts_that_are_filled()
    {
        Unetfill.Run("fill", "--input", simulation.Counts, "--model", simulation.Model, "--output", _folder.At("filled"), "--threads", "1",
            "--policy", "threshold", "--threshold", "0.6").Succeeds();
        var evaluation = Unetfill.Run("evaluate", "--input", simulation.Counts, "--filled", _folder.At("filled"), "--truth",
            simulation.Truth,
            "--report", _folder.At("evaluation.json")).Succeeds();

        var (counts, filled, truth) = (TenX.Read(simulation.Counts).Counts, TenX.Read(_folder.At("filled")).Counts,
            TenX.Read(simulation.Truth).Counts);
        var dropouts = Enumerable.Range(0, counts.CellCount).SelectMany(cell => truth.GenesOf(cell).ToArray().Select(gene => (cell, gene)))
            .Where(entry => counts[entry.cell, entry.gene] == 0).ToArray();
        var answered = dropouts.Count(entry => filled[entry.cell, entry.gene] != 0);
        Assert.InRange(answered, 1, dropouts.Length - 1);
        using var report = JsonDocument.Parse(File.ReadAllText(_folder.At("evaluation.json")));
        var measured = report.RootElement.GetProperty("truth");
        Assert.Equal(answered, measured.GetProperty("dropouts").GetProperty("entries").GetInt32());
        Assert.Equal(dropouts.Length - answered, measured.GetProperty("dropoutsLeftZero").GetInt32());
        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"Filled: {answered:N0} of {dropouts.Length:N0} dropouts ({100.0 * answered / dropouts.Length:F1} %)"),
            evaluation.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_the_published_preset_has_one_policy()
    {
        Unetfill.Run("train", "--input", simulation.Counts, "--model", _folder.At("published.onnx"), "--preset", "published", "--genes",
            "40", "--epochs", "1",
            "--patience", "3", "--threads", "1").Succeeds();
        Unetfill.Run("fill", "--input", simulation.Counts, "--model", _folder.At("published.onnx"), "--output", _folder.At("filled"),
            "--policy", "expected")
            .FailsWith(1, "--policy is expected, but ", "published.onnx is a model of the published preset",
            "expected --policy if-expressed, or none.");
    }

    [Fact]
    public void Fill_chooses_the_policy_without_training_again()
    {
        var folders = new Dictionary<string, string>();
        foreach (var (policy, number) in ((string, string?)[])[("expected", null), ("if-expressed", null), ("threshold", "0.9"),
            ("denoise-all", null), ("expected-log", "0.5")])
        {
            folders[policy] = _folder.At(policy);
            var fill = Unetfill.Run(["fill", "--input", simulation.Counts, "--model", simulation.Model, "--output", folders[policy],
                "--threads", "1", "--policy", policy,
                .. number is null ? Array.Empty<string>() : [policy == "threshold" ? "--threshold" : "--depth", number]])
                .Succeeds();
            Assert.Contains($"policy {policy}{(number is null ? "" : $" {number}")};", fill.Output, StringComparison.Ordinal);
            Assert.Equal(policy is not ("denoise-all" or "expected-log"),
                fill.Output.Contains(" 0 observed values changed", StringComparison.Ordinal));
            using var provenance = JsonDocument.Parse(File.ReadAllText(Path.Combine(folders[policy], "provenance.json")));
            Assert.StartsWith(policy, provenance.RootElement.GetProperty("policy").GetString(), StringComparison.Ordinal);
        }
        var counts = TenX.Read(simulation.Counts).Counts;
        var (expected, ifExpressed, threshold) = (Sum("expected"), Sum("if-expressed"), Sum("threshold"));
        Assert.True(expected < ifExpressed && threshold < ifExpressed,
            $"expected {expected}, threshold {threshold}, if-expressed {ifExpressed}");

        double Sum(string policy)
        {
            var filled = TenX.Read(folders[policy]).Counts;
            return Enumerable.Range(0, counts.CellCount).Sum(cell => filled.LibrarySize(cell));
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(35)]
    public void Cells_from_disk_train_and_fill_as_cells_from_memory(int maxTrainingCells)
    {
        var options = new UNetGapFillOptions
        {
            HighlyVariableGenes = 40, MaxTrainingCells = maxTrainingCells, Epochs = 1, BaseChannels = 2, Threads = 1,
                Device = ComputeDevice.Cpu,
        };
        IDataView memory = TenX.Read(simulation.Counts).Counts.ToDataView(), disk = TenX.Open(simulation.Counts).ToDataView();
        using var fromMemory = new UNetGapFillEstimator(options).Fit(memory);
        using var fromDisk = new UNetGapFillEstimator(options).Fit(disk);
        Assert.Equal(fromMemory.ModelHash, fromDisk.ModelHash);
        Assert.Equal(fromMemory.Transform(memory).GetColumn<float[]>("Filled"), fromMemory.Transform(disk).GetColumn<float[]>("Filled"));
    }

    [Fact]
    public void Fill_of_a_matrix_that_is_not_sorted_by_cell_gives_the_same()
    {
        var counts = TenX.Read(simulation.Counts).Counts;
        var entries = Enumerable.Range(0, counts.CellCount).SelectMany(cell => counts.GenesOf(cell).ToArray().Select(gene => (gene, cell)))
            .OrderBy(entry => entry.gene).Select(entry => $"{entry.gene + 1} {entry.cell + 1} {counts[entry.cell, entry.gene]}\n")
            .ToArray();
        Directory.CreateDirectory(_folder.At("byGene"));
        TenXText.Gzip(_folder.At("byGene", "matrix.mtx.gz"), "%%MatrixMarket matrix coordinate integer general\n"
            + $"{counts.GeneCount} {counts.CellCount} {entries.Length}\n{string.Concat(entries)}");
        foreach (var file in (string[])["features.tsv.gz", "barcodes.tsv.gz"]) File.Copy(Path.Combine(simulation.Counts, file),
            _folder.At("byGene", file));

        var sorted = Unetfill.Run("fill", "--input", simulation.Counts, "--model", simulation.Model, "--output", _folder.At("sorted"),
            "--threads", "1").Succeeds();
        var byGene = Unetfill.Run("fill", "--input", _folder.At("byGene"), "--model", simulation.Model, "--output", _folder.At("filled"),
            "--threads", "1").Succeeds();
        Assert.DoesNotContain("not sorted", sorted.Error, StringComparison.Ordinal);
        Assert.Contains("not sorted by cell; the matrix is held in memory", byGene.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_folder.At("sorted", "matrix.mtx.gz")), File.ReadAllBytes(_folder.At("filled", "matrix.mtx.gz")));
    }

    [Fact]
    public void Fill_of_a_matrix_that_is_cut_off_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_folder.At("cut"));
        foreach (var file in Directory.GetFiles(simulation.Counts)) File.Copy(file, _folder.At("cut", Path.GetFileName(file)));
        var matrix = _folder.At("cut", "matrix.mtx.gz");
        File.WriteAllBytes(matrix, File.ReadAllBytes(matrix)[..^20]);
        var before = _folder.Contents();
        Unetfill.Run("fill", "--input", _folder.At("cut"), "--model", simulation.Model, "--output", _folder.At("filled"))
            .FailsWith(1, matrix, "gzip");
        Assert.Equal(before, _folder.Contents());
    }

    [Fact]
    public void Train_on_a_part_of_the_cells_with_few_landmarks()
    {
        Unetfill.Run("train", "--input", simulation.Counts, "--model", _folder.At("small.onnx"), "--genes", "40", "--epochs", "1",
            "--threads", "1",
            "--max-training-cells", "30", "--max-landmarks", "10").Succeeds();
        using var model = UNetGapFillTransformer.Load(_folder.At("small.onnx"), new() { Device = ComputeDevice.Cpu, Threads = 1 });
        Assert.Equal("30", model.Provenance["training_cells"]);
        Assert.Contains("\"MaxLandmarks\":10", model.Provenance["options"], StringComparison.Ordinal);
        Unetfill.Run("train", "--input", simulation.Counts, "--model", _folder.At("none.onnx"), "--max-landmarks", "1")
            .FailsWith(2, "--max-landmarks", "2 to 65536");
    }

    [Fact]
    public void Train_in_8_bits_and_fill()
    {
        Unetfill.Run("train", "--input", simulation.Counts, "--model", _folder.At("small.onnx"), "--genes", "40", "--epochs", "1",
            "--threads", "1",
            "--precision", "int8").Succeeds();
        using var model = UNetGapFillTransformer.Load(_folder.At("small.onnx"), new() { Device = ComputeDevice.Cpu, Threads = 1 });
        Assert.Contains("\"Precision\":\"Int8\"", model.Provenance["options"], StringComparison.Ordinal);
        Unetfill.Run("fill", "--input", simulation.Counts, "--model", _folder.At("small.onnx"), "--output", _folder.At("filled"))
            .Succeeds();
    }

    [Fact]
    public void Train_says_how_much_memory_it_needs_and_refuses_what_the_machine_has_not()
    {
        Assert.Matches("Training on 60 cells and 40 genes with 60 landmarks needs about [0-9.]+ GB of memory[.]\n(.*\n)*.*epoch 1/2",
            simulation.Training.Error);
        Unetfill.RunWith("DOTNET_GCHeapHardLimit", "0xC000000", "train", "--input", simulation.Counts, "--model", _folder.At("model.onnx"))
            .FailsWith(1, "needs about", "0.2 GB are available",
            "lower --max-training-cells (20000), --max-landmarks (8192) or --genes (2048).");
        Assert.Empty(_folder.Contents());
    }

    [Fact]
    public void Train_tunes_on_a_validation_split()
    {
        var train = Unetfill.Run("train", "--input", simulation.Counts, "--model", _folder.At("tuned.onnx"), "--genes", "40", "--epochs",
            "1",
            "--threads", "1", "--tune", "2").Succeeds();
        foreach (var text in (string[])["Trials, by RMSE on ", "learning rate", "Model: "]) Assert.Contains(text, train.Output,
            StringComparison.Ordinal);
        Assert.Contains("Trial 2 of 2", train.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.At("tuned.onnx")));
    }

    [Fact]
    public void Fill_refuses_a_model_for_other_genes()
    {
        var other = TenXText.Write(_folder.At("other"));
        Unetfill.Run("fill", "--input", other, "--model", simulation.Model, "--output", _folder.At("filled")).FailsWith(1, "other lacks",
            "of the model's 80 genes",
            "at least 90 % of them");
        var renamed = TenXText.Write(_folder.At("renamed"), genes: 80);
        Unetfill.Run("fill", "--input", renamed, "--model", simulation.Model, "--output", _folder.At("filled"))
            .FailsWith(1, "renamed lacks 80 of the model's 80 genes");
        Assert.False(Path.Exists(_folder.At("filled")));
    }

    [Theory]
    [InlineData("changed", "was damaged or changed after it was written")]
    [InlineData("cut", "cut off")]
    [InlineData("newer", "has format 9, and this version of MLNetUNetFill reads the formats 1 to 6; use version")]
    [InlineData("foreign", "was not written by unetfill")]
    [InlineData("function", "holds parts that unetfill does not write")]
    public void A_model_that_is_not_as_it_was_written_is_refused(string how, string reason)
    {
        var whole = File.ReadAllBytes(simulation.Model);
        var version = whole.AsSpan().LastIndexOf("unetfill.version"u8) + "unetfill.version".Length + 2;
        var model = _folder.At("other.onnx");
        File.WriteAllBytes(model, how switch
        {
            "changed" => [.. whole[..5000], (byte)(whole[5000] ^ 4), .. whole[5001..]],
            "cut" => whole[..^30],
            "newer" => Resealed([.. whole[..version], (byte)'9', .. whole[(version + 1)..]]),
            "foreign" => [0x08, 0x08, 0x3a, 0x00],
            // ModelProto.functions, one without a name.
            _ => Resealed([0xca, 0x01, 0x00, .. whole]),
        });

        Unetfill.Run("fill", "--input", simulation.Counts, "--model", model, "--output", _folder.At("filled"))
            .FailsWith(1, model, reason, how == "newer" ? "; use version" : "; expected a ");

        Assert.Equal([model], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    /// <summary>With the checksum of its bytes at the end, as anyone can write it.</summary>
    private static byte[] Resealed(byte[] file) =>
        [.. file[..^64], .. System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(file.AsSpan(..^64))))];

    [Fact]
    public void Run_writes_model_matrix_and_report_and_replaces_them()
    {
        var output = _folder.At("out");
        for (var round = 0; round < 2; round++)
        {
            var run = Unetfill.Run("run", "--input", simulation.Counts, "--labels", simulation.Labels, "--genes", "40", "--epochs", "2",
                "--threads", "1", "--output", output).Succeeds();
            foreach (var text in (string[])["Held-out counts", "U-Net", "gene mean", "kNN mean", "of genes that are not modelled",
                "before filling", "after filling", output])
                Assert.Contains(text, run.Output, StringComparison.Ordinal);
        }
        Assert.Equal(["filled", "model.onnx", "report.json"],
            Directory.EnumerateFileSystemEntries(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([output], Directory.EnumerateFileSystemEntries(_folder.Path));

        using var report = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "report.json")));
        var root = report.RootElement;
        Assert.Equal(40, root.GetProperty("training").GetProperty("genesModelled").GetInt32());
        foreach (var device in (JsonElement[])[root.GetProperty("training").GetProperty("device"), root.GetProperty("device")])
        {
            Assert.Equal("auto", device.GetProperty("requested").GetString());
            Assert.Matches("^(cpu|cuda:0)$", device.GetProperty("used").GetString());
            Assert.Equal(device.GetProperty("used").GetString() == "cpu", device.GetProperty("note").ValueKind == JsonValueKind.String);
        }
        Assert.Equal(2, root.GetProperty("training").GetProperty("epochs").GetArrayLength());
        Assert.Equal(40, root.GetProperty("options").GetProperty("highlyVariableGenes").GetInt32());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("truth").ValueKind);
        var heldOut = root.GetProperty("heldOut").GetProperty("entries").GetInt32() + root.GetProperty("heldOutOutsideModel").GetInt32();
        Assert.Equal(0.1, heldOut / (double)root.GetProperty("input").GetProperty("nonZero").GetInt64(), 2);
        Assert.All(root.GetProperty("heldOut").GetProperty("methods").EnumerateArray(), method =>
            Assert.True(method.GetProperty("rmse").GetDouble() > 0));
    }

    [Fact]
    public void Demo_measures_against_the_simulated_truth()
    {
        var output = _folder.At("demo");
        var demo = Unetfill.Run("demo", "--output", output, "--cells", "40", "--genes", "60", "--types", "2", "--epochs", "1", "--threads",
            "1").Succeeds();
        foreach (var text in (string[])["Held-out counts", "Against the truth, at dropouts", "Gene-gene correlations", "before filling",
            "model.onnx"])
            Assert.Contains(text, demo.Output, StringComparison.Ordinal);
        Assert.Equal(["filled", "model.onnx", "report.json", "simulated"],
            Directory.EnumerateFileSystemEntries(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(TenX.Read(Path.Combine(output, "simulated", "truth")).Counts.NonZeroCount > TenX.Read(Path.Combine(output, "simulated",
            "counts")).Counts.NonZeroCount);
    }

    [Fact]
    public void Duplicate_genes_and_empty_cells_give_warnings_and_empty_cells_stay_zero()
    {
        var input = TenXText.Write(_folder.At("in"), geneName: gene => gene < 2 ? "TWIN" : $"G{gene}", emptyCells: new HashSet<int> { 4 });
        var output = _folder.At("out");
        var run = Unetfill.Run("run", "--input", input, "--genes", "all", "--epochs", "1", "--threads", "1", "--output", output).Succeeds();
        Assert.Contains(run.ErrorLines, line => line.StartsWith("warning: ", StringComparison.Ordinal) && line.Contains("made unique",
            StringComparison.Ordinal));
        Assert.Contains(run.ErrorLines, line => line.StartsWith("warning: ", StringComparison.Ordinal) && line.Contains("1 of 30 cells",
            StringComparison.Ordinal));
        Assert.DoesNotContain("ARI", run.Output, StringComparison.Ordinal);
        var filled = TenX.Read(Path.Combine(output, "filled")).Counts;
        Assert.True(filled.GenesOf(4).IsEmpty);
        Assert.Equal(40, filled.GeneNames.Distinct().Count());
    }
}
