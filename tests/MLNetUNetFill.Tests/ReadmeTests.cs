using System.Globalization;
using System.Text;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests;

[Collection(TorchCollection.Name)]
public class ReadmeTests
{
    /// <summary>The README's snippet, as it stands there.</summary>
    private static void Snippet(MLContext mlContext, IDataView data)
    {
        // README >>>
        var pipeline = mlContext.Transforms.CopyColumns("Raw", "Counts")
            .Append(new UNetGapFillEstimator(mlContext))
            .Append(mlContext.Transforms.ProjectToPrincipalComponents("Components", "Filled", rank: 30))
            .Append(mlContext.Clustering.Trainers.KMeans("Components", numberOfClusters: 5));
        var model = pipeline.Fit(data);
        mlContext.Model.Save(model, data.Schema, "clusters.zip");
        // <<< README
        ((IDisposable)model).Dispose();
    }

    /// <summary>The README's second snippet.</summary>
    private static FilledCell[] Serving(MLContext mlContext, IDataView data, IEnumerable<Cell> cells)
    {
        // SERVING >>>
        var scoring = new GapFillScoringOptions { Policy = FillPolicy.Threshold(0.7f), AdditionalColumns = GapFillColumns.Observed };
        using var filling = mlContext.ApplyUNetGapFill("Imputed", "Counts", "model.onnx", scoring)
            .Append(mlContext.Transforms.ProjectToPrincipalComponents("Components", "Imputed", rank: 30))
            .Fit(data);
        // A prediction engine is not thread-safe: each thread gets its own, over the one model.
        using var engines = new ThreadLocal<PredictionEngine<Cell, FilledCell>>(
            () => mlContext.Model.CreatePredictionEngine<Cell, FilledCell>(filling, data.Schema));
        FilledCell[] filled = [.. cells.AsParallel().AsOrdered().Select(cell => engines.Value!.Predict(cell))];
        // <<< SERVING
        return filled;
    }

    /// <summary>The README's third snippet.</summary>
    private static void Frame()
    {
        // FRAME >>>
        var cells = DataFrame.LoadCsv("cells.csv", cultureInfo: CultureInfo.InvariantCulture);  // cells in rows, genes in columns
        var filled = cells.FillGaps(carryThrough: ["n_counts"]);   // or cells.FillGaps(UNetGapFillTransformer.Load("model.onnx"))
        DataFrame.SaveCsv(filled, "filled.csv", cultureInfo: CultureInfo.InvariantCulture, encoding: new UTF8Encoding(false));
        // <<< FRAME
    }

    [Theory]
    [InlineData(0, "README")]
    [InlineData(1, "SERVING")]
    [InlineData(2, "FRAME")]
    public void The_snippets_are_the_code_of_this_test(int number, string mark)
    {
        var root = Repository.Root;
        var code = Between(File.ReadAllText(Path.Combine(root, "tests", "MLNetUNetFill.Tests", "ReadmeTests.cs")), $"// {mark} >>>",
            $"// <<< {mark}");
        var snippet = File.ReadAllText(Path.Combine(root, "README.md")).Split("```csharp")[number + 1].Split("```")[0];
        Assert.Equal(Lines(code), Lines(snippet));
    }

    [Fact]
    public void The_snippet_runs()
    {
        var folder = Directory.CreateTempSubdirectory();
        var before = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(folder.FullName);
            var cells = CellSimulator.Simulate(new SimulationOptions { Cells = 60, Genes = 60, CellTypes = 5, Seed = 2 });
            var data = TestCells.View(cells.Counts);
            Snippet(new MLContext(1), data);
            Assert.True(new FileInfo("clusters.zip").Length > 1000);

            using (var trained = new UNetGapFillEstimator(TestCells.Quick).Fit(data)) trained.Save("model.onnx");
            Cell[] counts = [.. Enumerable.Range(0, cells.Counts.CellCount)
                .Select(cell => new Cell { Counts = TestCells.Dense(cells.Counts, cell) })];
            using var expected = UNetGapFillTransformer.Load("model.onnx", new() { Policy = FillPolicy.Threshold(0.7f) });
            foreach (var (one, all) in Serving(new MLContext(1), data, counts).Zip(TestCells.Filled(expected.Transform(data))))
                Assert.Equal(all, one.Imputed, (a, b) => Math.Abs(a - b) <= 1e-5f);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_data_frame_is_written_alike_in_any_culture_and_without_a_byte_order_mark()
    {
        var folder = Directory.CreateTempSubdirectory();
        var (before, culture) = (Directory.GetCurrentDirectory(), CultureInfo.CurrentCulture);
        try
        {
            Directory.SetCurrentDirectory(folder.FullName);
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            commas.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = commas;
            var counts = CellSimulator.Simulate(new SimulationOptions { Cells = 40, Genes = 30, CellTypes = 2, Seed = 3 }).Counts;
            File.WriteAllLines("cells.csv", Enumerable.Range(0, counts.CellCount).Select(cell =>
                    $"cell{cell},{counts.LibrarySize(cell)},{string.Join(',', TestCells.Dense(counts, cell))}")
                .Prepend($"barcode,n_counts,{string.Join(',', counts.GeneNames)}"));

            Frame();

            Assert.Equal((byte)'b', File.ReadAllBytes("filled.csv")[0]);
            var lines = File.ReadAllLines("filled.csv");
            Assert.Equal(counts.CellCount + 1, lines.Length);
            Assert.All(lines, line => Assert.Equal(counts.GeneCount + 2, line.Split(',').Length));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Directory.SetCurrentDirectory(before);
            folder.Delete(recursive: true);
        }
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string[] Lines(string code) => [.. code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private sealed class Cell
    {
        public float[] Counts { get; set; } = [];
        public string Barcode { get; set; } = "";
    }

    private sealed class FilledCell
    {
        public float[] Imputed { get; set; } = [];
    }
}
