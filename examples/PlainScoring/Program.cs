// A chain that fills gaps, saved with mlContext.Model.Save, in a process that knows ML.NET alone: raw counts in, clusters and filled
// values out.
//   PlainScoring CHAIN.zip COUNTS.csv    (cells in rows, genes in columns, no header)
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

if (args.Length != 2)
{
    Console.Error.WriteLine("Expected two arguments: a chain saved with mlContext.Model.Save, and a CSV file of counts.");
    return 2;
}

var mlContext = new MLContext();
var model = mlContext.Model.Load(args[0], out var inputSchema);

var schema = SchemaDefinition.Create(typeof(Cell));
schema[nameof(Cell.Counts)].ColumnType = inputSchema[nameof(Cell.Counts)].Type;
var cells = File.ReadLines(args[1]).Select(line => new Cell
{
    Counts = [.. line.Split(',').Select(count => float.Parse(count, CultureInfo.InvariantCulture))],
});
var scored = model.Transform(mlContext.Data.LoadFromEnumerable(cells, schema));

VBuffer<ReadOnlyMemory<char>> genes = default;
scored.Schema[nameof(ScoredCell.Filled)].GetSlotNames(ref genes);
Console.WriteLine($"cluster,{string.Join(',', genes.DenseValues())}");
foreach (var cell in mlContext.Data.CreateEnumerable<ScoredCell>(scored, reuseRowObject: true))
    Console.WriteLine($"{cell.PredictedLabel},"
        + $"{string.Join(',', cell.Filled.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}");
return 0;

internal sealed class Cell
{
    public float[] Counts { get; set; } = [];
}

internal sealed class ScoredCell
{
    public uint PredictedLabel { get; set; }
    public float[] Filled { get; set; } = [];
}
