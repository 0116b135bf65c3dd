// A data frame script: CSV in (cells in rows: barcode, label, genes ...), gaps filled, CSV out.
//   dotnet run -c Release --project examples/DataFrameScript [cells.csv [filled.csv [numeric columns that are no genes ...]]]
using System.Globalization;
using System.Text;
using Microsoft.Data.Analysis;
using MLNetUNetFill;
using MLNetUNetFill.Evaluation;

var folder = Path.Combine(Path.GetTempPath(), "unetfill-dataframe");
var input = args.Length > 0 ? args[0] : WriteSimulatedCells(Path.Combine(Directory.CreateDirectory(folder).FullName, "cells.csv"));
var output = args.Length > 1 ? args[1] : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(input))!, "filled.csv");
string[] carryThrough = args.Length > 0 ? args[Math.Min(2, args.Length)..] : ["n_counts"];

if (!File.Exists(input) || Path.GetFullPath(input) == Path.GetFullPath(output))
{
    Console.Error.WriteLine(File.Exists(input) ? $"{output} would overwrite the counts; expected another file."
        : $"{input} does not exist; expected a CSV file.");
    return 2;
}

try
{
    // 1. Counts in. Numbers in a CSV file have a point, wherever the script runs.
    var cells = DataFrame.LoadCsv(input, cultureInfo: CultureInfo.InvariantCulture);

    // 2. One call trains on the cells and fills them. Columns of text stay as they are, and so do the columns named here.
    var progress = new Progress<TrainingProgress>(told => Console.Error.WriteLine($"epoch {told.Latest.Epoch} of {told.Epochs}"));
    var filled = cells.FillGaps(new UNetGapFillOptions { Effort = TrainingEffort.Fast }, carryThrough, progress);

    // 3. Log1p CP10k out, the same columns in the same order.
    DataFrame.SaveCsv(filled, output, encoding: new UTF8Encoding(false), cultureInfo: CultureInfo.InvariantCulture);

    var genes = cells.Columns.Where(column => column.IsNumericColumn() && !carryThrough.Contains(column.Name)).Select(column => column.Name)
        .ToArray();
    Console.WriteLine($"{cells.Rows.Count} cells x {genes.Length} genes: {input}");
    Console.WriteLine($"Zeros before: {Zeros(cells, genes):P1}");
    Console.WriteLine($"Zeros after:  {Zeros(filled, genes):P1}");
    Console.WriteLine($"Filled: {output}");
    return 0;
}
catch (Exception e) when (e is GapFillException or IOException or FormatException or ArgumentException or IndexOutOfRangeException)
{
    Console.Error.WriteLine($"{input} cannot be filled: {e.Message}");
    return 1;
}

static double Zeros(DataFrame frame, string[] genes) =>
    genes.Average(gene => ((SingleDataFrameColumn)frame[gene]).Average(value => value > 0 ? 0.0 : 1));

static string WriteSimulatedCells(string path)
{
    var simulated = CellSimulator.Simulate(new SimulationOptions { Cells = 150, Genes = 120, CellTypes = 3, Seed = 7 });
    var counts = simulated.Counts;
    var frame = new DataFrame(new StringDataFrameColumn("barcode", counts.Barcodes), new StringDataFrameColumn("label", simulated.Labels),
        new SingleDataFrameColumn("n_counts", Enumerable.Range(0, counts.CellCount).Select(cell => (float)counts.LibrarySize(cell))));
    for (var gene = 0; gene < counts.GeneCount; gene++)
        frame.Columns.Add(new SingleDataFrameColumn(counts.GeneNames[gene], Enumerable.Range(0, counts.CellCount)
            .Select(cell => counts[cell, gene])));
    DataFrame.SaveCsv(frame, path, encoding: new UTF8Encoding(false), cultureInfo: CultureInfo.InvariantCulture);
    return path;
}
