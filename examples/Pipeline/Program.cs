// The pipeline story: counts in, gaps filled, principal components, k-means, adjusted Rand index before and after.
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill;
using MLNetUNetFill.Evaluation;

var epochs = 20;
if (args.Length > 1 || (args.Length == 1 && !(int.TryParse(args[0], out epochs) && epochs > 0)))
{
    Console.Error.WriteLine("Expected at most one argument: the number of epochs, at least 1.");
    return 2;
}

// 1. Cells in rows: any IDataView with a vector column of raw counts will do. Here: simulated cells.
var simulated = CellSimulator.Simulate(new SimulationOptions { Cells = 240, Genes = 300, CellTypes = 3, Seed = 7 });
var genes = simulated.Counts.GeneCount;
var cells = Enumerable.Range(0, simulated.Counts.CellCount)
    .Select(cell => new Cell { Counts = Dense(cell), Label = simulated.Labels[cell] });

var mlContext = new MLContext(seed: 1);
var schema = SchemaDefinition.Create(typeof(Cell));
schema[nameof(Cell.Counts)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, genes);
var data = mlContext.Data.LoadFromEnumerable(cells, schema);

// 2. Gap filling is one Append in an ordinary pipeline. The column of what was observed comes along, for the comparison below.
var options = new UNetGapFillOptions { Epochs = epochs, Scoring = new() { AdditionalColumns = GapFillColumns.Observed } };
using var model = new UNetGapFillEstimator(mlContext, options).Append(Clusters("Filled")).Fit(data);
var filled = model.Transform(data);

// 3. How well do the clusters agree with the true cell types, before and after? Before is log1p CP10k, too: only the filling differs.
var before = Clusters("Filled.Observed").Fit(filled);
Console.WriteLine($"{simulated.Counts.CellCount} cells x {genes} genes");
Console.WriteLine($"ARI before filling:    {Ari(before.Transform(filled)):F3}");
Console.WriteLine($"ARI after filling:     {Ari(filled):F3}");

// 4. The whole chain is saved and loaded as any ML.NET model.
var path = Path.Combine(Path.GetTempPath(), $"unetfill-pipeline-{Environment.ProcessId}.zip");
mlContext.Model.Save(model, data.Schema, path);
var reloaded = mlContext.Model.Load(path, out _);
Console.WriteLine($"ARI after reloading:   {Ari(reloaded.Transform(data)):F3}");
File.Delete(path);
return 0;

IEstimator<ITransformer> Clusters(string column) => mlContext.Transforms.ProjectToPrincipalComponents("Components", column, rank: 10,
    seed: 1)
    .Append(mlContext.Clustering.Trainers.KMeans("Components", numberOfClusters: 3));

double Ari(IDataView clustered) => AdjustedRandIndex.Compute(
    clustered.GetColumn<string>("Label").ToArray(),
    clustered.GetColumn<uint>("PredictedLabel").ToArray());

float[] Dense(int cell)
{
    var counts = new float[genes];
    for (var i = 0; i < simulated.Counts.GenesOf(cell).Length; i++)
        counts[simulated.Counts.GenesOf(cell)[i]] = simulated.Counts.ValuesOf(cell)[i];
    return counts;
}

internal sealed class Cell
{
    public float[] Counts { get; set; } = [];
    public string Label { get; set; } = "";
}
