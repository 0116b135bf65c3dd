using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.ModelFile;

namespace MLNetUNetFill.Tests.Scoring;

/// <summary>A cursor over filled cells whose buffers are warm allocates a little for every batch and nothing for a cell.</summary>
public class CursorAllocationTests
{
    private const int Genes = 512, BatchSize = 64, WarmBatches = 3, Batches = 8;

    /// <summary>Names and handles of one call of ONNX Runtime; a row of <see cref="Genes"/> values is 2048 bytes.</summary>
    private const long BytesPerBatch = 4096;

    [Fact]
    public void Published_preset() => Allocates_nothing_per_cell(RandomModels.Create(genes: Genes));

    [Fact]
    public void Context_preset() => Allocates_nothing_per_cell(ContextModels.Create(genes: Genes));

    [Fact]
    public void Sparse_output() => Allocates_nothing_per_cell(ContextModels.Create(genes: Genes).With(FillPolicy.Threshold(0.9f)));

    private static void Allocates_nothing_per_cell(GapFillModel model)
    {
        using var transformer = new UNetGapFillTransformer(GapFillOnnxExporter.Export(model),
            new() { Device = ComputeDevice.Cpu, Threads = 1, BatchSize = BatchSize });
        var filled = transformer.Transform(Cells());
        var column = filled.Schema["Filled"];
        using var cursor = filled.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        Read(WarmBatches);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(Batches);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, Batches * BytesPerBatch);

        void Read(int batches)
        {
            for (var cell = 0; cell < batches * BatchSize; cell++)
            {
                if (!cursor.MoveNext()) throw new InvalidOperationException("Too few cells.");
                getter(ref row);
            }
        }
    }

    private static IDataView Cells()
    {
        var schema = SchemaDefinition.Create(typeof(Cell));
        schema[nameof(Cell.Counts)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Genes);
        Cell[] cells = [.. Enumerable.Range(0, (WarmBatches + Batches) * BatchSize)
            .Select(seed => new Cell { Counts = RandomModels.Counts(seed % 7, 1, Genes) })];
        return new MLContext().Data.LoadFromEnumerable(cells, schema);
    }

    private sealed class Cell
    {
        public float[] Counts { get; set; } = [];
    }
}
