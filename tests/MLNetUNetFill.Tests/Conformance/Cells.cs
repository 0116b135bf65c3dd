using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>The cells that conformance is checked on, among columns of many types, as views that vary in one respect.</summary>
internal static class Cells
{
    public const string Counts = "Counts";

    /// <summary>13 simulated cells, one of which has no count; the first <see cref="TestCells.Simulated"/> ones.</summary>
    public static IReadOnlyList<float[]> Rows { get; } =
        [.. Enumerable.Range(0, 13).Select(cell => cell == 6 ? new float[80] : TestCells.Dense(TestCells.Simulated.Counts, cell))];

    public static IReadOnlyList<string> GeneNames => TestCells.Simulated.Counts.GeneNames;

    public static VectorDataViewType CountsType => new(NumberDataViewType.Single, GeneNames.Count);

    /// <summary>Every other row sparse.</summary>
    public static ProbeView View(int? rows = null, bool canShuffle = true, Action<int>? onVisit = null) =>
        View(Mixed(SlotNames(GeneNames)), rows, canShuffle, onVisit);

    /// <summary>Another column of counts among the usual others; none where it is null.</summary>
    public static ProbeView View(ProbeColumn? counts, int? rows = null, bool canShuffle = true, Action<int>? onVisit = null) =>
        new([Name, Group, .. counts is null ? Array.Empty<ProbeColumn>() : [counts], Weight, Tags], rows ?? Rows.Count,
        canShuffle) { OnVisit = onVisit };

    /// <summary>A view in which a column already has the name of an output.</summary>
    public static ProbeView WithColumnNamed(string name) => new(
        [ProbeColumn.Scalar(name, NumberDataViewType.Int32, row => row), Mixed(SlotNames(GeneNames)), Weight], Rows.Count);

    public static ProbeColumn Mixed(DataViewSchema.Annotations? annotations) => ProbeColumn.Sparse(Counts, CountsType, row => Rows[row],
        row => row % 2 == 1, annotations);

    public static ProbeColumn AllSparse() => ProbeColumn.Sparse(Counts, CountsType, row => Rows[row], _ => true, SlotNames(GeneNames));

    public static ProbeColumn AllDense() => ProbeColumn.Dense(Counts, CountsType, row => Rows[row], SlotNames(GeneNames));

    public static ProbeColumn Shared(IReadOnlyList<float[]> rows) => ProbeColumn.Shared(Counts, CountsType, row => rows[row],
        SlotNames(GeneNames));

    public static DataViewSchema.Annotations SlotNames(IReadOnlyList<string> names)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        Add(annotations, "SlotNames", names);
        return annotations.ToAnnotations();
    }

    /// <summary>Annotations of every kind that a column of counts may carry.</summary>
    public static DataViewSchema.Annotations ManyAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        Add(annotations, "SlotNames", GeneNames);
        annotations.AddPrimitiveValue("Assay", TextDataViewType.Instance, "v3".AsMemory());
        return annotations.ToAnnotations();
    }

    private static ProbeColumn Name => ProbeColumn.Scalar("Name", TextDataViewType.Instance, row => $"cell{row}".AsMemory());

    private static ProbeColumn Group
    {
        get
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            Add(annotations, "KeyValues", ["B", "T", "NK"]);
            return ProbeColumn.Scalar("Group", new KeyDataViewType(typeof(uint), 3), row => (uint)(row % 4), annotations.ToAnnotations());
        }
    }

    private static ProbeColumn Weight => ProbeColumn.Scalar("Weight", NumberDataViewType.Double, row => row / 2.0);

    private static ProbeColumn Tags => ProbeColumn.Dense("Tags", new VectorDataViewType(TextDataViewType.Instance),
        row => Enumerable.Range(0, row % 4).Select(i => $"tag{row}.{i}".AsMemory()).ToArray());

    private static void Add(DataViewSchema.Annotations.Builder annotations, string kind, IReadOnlyList<string> texts) =>
        annotations.Add(kind, new VectorDataViewType(TextDataViewType.Instance, texts.Count), (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var editor = VBufferEditor.Create(ref value, texts.Count);
            for (var i = 0; i < texts.Count; i++) editor.Values[i] = texts[i].AsMemory();
            value = editor.Commit();
        });
}
