using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Evaluation;

namespace MLNetUNetFill.Tests.Shared;

/// <summary>Small simulated cells as ML.NET data.</summary>
internal static class TestCells
{
    public static readonly SimulatedCells Simulated = CellSimulator.Simulate(new SimulationOptions { Cells = 60, Genes = 80, CellTypes = 3,
        Seed = 5 });

    /// <summary>Options with which training takes a second.</summary>
    public static readonly UNetGapFillOptions Quick = new() { Epochs = 3, HighlyVariableGenes = 40, BaseChannels = 2,
        Device = ComputeDevice.Cpu, Threads = 1 };

    public static IDataView View(CountMatrix? counts = null, bool withGeneNames = true)
    {
        counts ??= Simulated.Counts;
        return View(Enumerable.Range(0, counts.CellCount).Select(cell => Dense(counts, cell)), counts.GeneCount, withGeneNames
            ? counts.GeneNames : null);
    }

    /// <summary>Lazy rows: <paramref name="rows"/> is enumerated when a cursor is.</summary>
    public static IDataView View(IEnumerable<float[]> rows, int genes, IReadOnlyList<string>? geneNames = null)
    {
        var schema = SchemaDefinition.Create(typeof(Cell));
        schema[nameof(Cell.Counts)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, genes);
        if (geneNames is not null)
            schema[nameof(Cell.Counts)].AddAnnotation("SlotNames",
                new VBuffer<ReadOnlyMemory<char>>(genes, [.. geneNames.Select(name => name.AsMemory())]),
                new VectorDataViewType(TextDataViewType.Instance, genes));
        return new MLContext(1).Data.LoadFromEnumerable(rows.Select((row, i) => new Cell { Counts = row, Barcode = $"cell{i + 1}" }),
            schema);
    }

    public static float[] Dense(CountMatrix counts, int cell)
    {
        var row = new float[counts.GeneCount];
        for (var i = 0; i < counts.GenesOf(cell).Length; i++) row[counts.GenesOf(cell)[i]] = counts.ValuesOf(cell)[i];
        return row;
    }

    public static float[][] Filled(IDataView view, string column = "Filled") => [.. view.GetColumn<float[]>(column)];

    internal sealed class Cell
    {
        public float[] Counts { get; set; } = [];
        public string Barcode { get; set; } = "";
    }
}
