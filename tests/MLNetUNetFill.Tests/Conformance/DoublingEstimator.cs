using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>The smallest estimator that conforms: <c>Filled</c> is twice the counts. With a defect it breaks one rule.</summary>
internal sealed class DoublingEstimator(Defect defect, CancellationToken cancellation) : IEstimator<DoublingTransformer>
{
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (inputSchema is null) throw new ArgumentNullException(nameof(inputSchema));
        var counts = inputSchema.Where(column => column.Name == Cells.Counts).ToArray();
        if (counts.Length == 0) throw DoublingTransformer.Missing(defect);
        if (counts[0].Kind != SchemaShape.Column.VectorKind.Vector || counts[0].ItemType != NumberDataViewType.Single)
            throw DoublingTransformer.Mismatch(defect, counts[0].Kind == SchemaShape.Column.VectorKind.Scalar ? $"{counts[0].ItemType}"
                : $"{counts[0].Kind} of {counts[0].ItemType}");
        var none = new ProbeView([ProbeColumn.Dense("Filled", Cells.CountsType, row => Cells.Rows[row],
            defect == Defect.PromisesNoSlotNames ? null : Cells.SlotNames(Cells.GeneNames))], 0);
        return new SchemaShape(inputSchema.Where(column => column.Name != "Filled").Concat(Shapes.Of(none)));
    }

    public DoublingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var transformer = new DoublingTransformer(defect);
        // It has to learn nothing, but looks at the cells as one that does would.
        using var cursor = input.GetRowCursor([transformer.Find(input.Schema)]);
        var getter = cursor.GetGetter<VBuffer<float>>(input.Schema[Cells.Counts]);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            if (defect != Defect.IgnoresTheToken) cancellation.ThrowIfCancellationRequested();
            getter(ref row);
            if (defect != Defect.TakesAnyValue) DoublingTransformer.CheckCounts(row, cursor.Position);
        }
        return transformer;
    }
}
