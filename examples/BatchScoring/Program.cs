// A batch scoring job: a trained model and a 10x folder of raw counts in, a 10x folder of filled values out, cell by cell.
// Neither matrix is ever held in memory.
//   dotnet run -c Release --project examples/BatchScoring [model.onnx counts/ filled/]
using System.Diagnostics;
using Microsoft.ML.Data;
using MLNetUNetFill;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.IO;

if (args.Length is not (0 or 3))
{
    Console.Error.WriteLine("Expected three arguments: model.onnx, a 10x folder of counts, and the folder to write.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
try
{
    var (modelFile, input, output) = args.Length == 3 ? (args[0], args[1], args[2]) : MakeSmallOnes();
    // An earlier result is replaced only where it is our own: the folder named may hold counts, the input's even.
    var overwrite = args.Length == 0;
    TenXWriter.CheckTarget(output, overwrite);
    using var model = UNetGapFillTransformer.Load(modelFile);
    var counts = TenX.Open(input, stop.Token);
    foreach (var warning in counts.Warnings) Console.Error.WriteLine(warning);

    // The writer asks for the cells one by one; the model scores them in batches as they are asked for. A failure leaves no half-written
    // folder.
    var watch = Stopwatch.StartNew();
    TenXWriter.Write(output, counts.Barcodes, counts.GeneIds, counts.GeneNames, Filled(model, counts, stop.Token), overwrite, stop.Token);
    Console.WriteLine($"{counts.Barcodes.Count} cells x {counts.GeneNames.Count} genes: {input}");
    Console.WriteLine($"Filled by {modelFile} ({model.Policy.Kind}, on {model.ScoringDevice}), "
        + $"{counts.Barcodes.Count / watch.Elapsed.TotalSeconds:F0} cells/s: {output}");
    return 0;
}
catch (GapFillException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled; nothing was written.");
    return 130;
}

static IEnumerable<ReadOnlyMemory<float>> Filled(UNetGapFillTransformer model, CountSource counts, CancellationToken stop)
{
    var filled = model.Transform(counts.ToDataView(model.InputColumnName));
    var column = filled.Schema[model.OutputColumnName];
    using var cursor = filled.GetRowCursor([column]);
    var getter = cursor.GetGetter<VBuffer<float>>(column);
    VBuffer<float> cell = default;
    var values = new float[counts.GeneNames.Count];
    while (cursor.MoveNext())
    {
        stop.ThrowIfCancellationRequested();
        getter(ref cell);
        cell.CopyTo(values);
        yield return values;
    }
}

// Without arguments: a model trained on simulated cells, to fill the same cells with.
static (string Model, string Input, string Output) MakeSmallOnes()
{
    var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "unetfill-batch")).FullName;
    var (modelFile, input, output) = (Path.Combine(folder, "model.onnx"), Path.Combine(folder, "counts"), Path.Combine(folder, "filled"));
    var counts = CellSimulator.Simulate(new SimulationOptions { Cells = 150, Genes = 120, CellTypes = 3, Seed = 7 }).Counts;
    TenXWriter.Write(input, counts, overwrite: true);
    using var model = new UNetGapFillEstimator(new UNetGapFillOptions { Effort = TrainingEffort.Fast }).Fit(counts.ToDataView());
    model.Save(modelFile);
    return (modelFile, input, output);
}
