using System.Numerics.Tensors;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class PrincipalComponentAnalysisTransformer : OneToOneTransformerBase
{
    internal const string LoaderName = "PcaTransform";

    private readonly float[][] _components;
    private readonly float[] _projectedMean;

    internal PrincipalComponentAnalysisTransformer(InputOutputColumnPair columns, float[][] components, float[] mean)
        : this(columns, Array.ConvertAll(components, component => TensorPrimitives.Dot<float>(component, mean)), components)
    {
    }

    private PrincipalComponentAnalysisTransformer(InputOutputColumnPair columns, float[] projectedMean, float[][] components)
        : base(columns)
    {
        _projectedMean = projectedMean;
        _components = components;
    }

    internal static ICanSaveModel Load(ModelLoadContext context)
    {
        var reader = context.Reader;
        var columns = new InputOutputColumnPair(reader.ReadString(), reader.ReadString());
        var projectedMean = reader.ReadSingles();
        var components = new float[projectedMean.Length][];
        for (var i = 0; i < components.Length; i++)
            components[i] = reader.ReadSingles();
        return new PrincipalComponentAnalysisTransformer(columns, projectedMean, components);
    }

    internal static void CheckInput(string parameter, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType { Size: > 1 } vector || !vector.ItemType.Equals(NumberDataViewType.Single))
            throw SchemaErrors.Mismatch(
                parameter, "input", column.Name, "known-size vector of Single of two or more items", column.Type.ToString());
    }

    private protected override DataViewSchema.DetachedColumn MakeColumn(int pair, DataViewSchema.Column input)
    {
        CheckInput("inputSchema", input);
        var dimension = _components[0].Length;
        if (((VectorDataViewType)input.Type).Size != dimension)
            throw SchemaErrors.Mismatch(
                "inputSchema", "input", input.Name, new VectorDataViewType(NumberDataViewType.Single, dimension).ToString(), input.Type.ToString());
        return new(ColumnPairs[pair].OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, _components.Length));
    }

    private protected override Delegate MakeGetter(int pair, DataViewRow row, DataViewSchema.Column input)
    {
        var getter = row.GetGetter<VBuffer<float>>(input);
        var source = default(VBuffer<float>);
        var dense = new float[_components[0].Length];
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> destination) =>
        {
            getter(ref source);
            source.CopyTo(dense);
            var editor = VBufferEditor.Create(ref destination, _components.Length);
            for (var i = 0; i < _components.Length; i++)
                editor.Values[i] = TensorPrimitives.Dot<float>(dense, _components[i]) - _projectedMean[i];
            destination = editor.Commit();
        });
    }

    private protected override void SaveModel(ModelSaveContext context) => context.Save(LoaderName, writer =>
    {
        writer.Write(ColumnPairs[0].OutputColumnName);
        writer.Write(ColumnPairs[0].InputColumnName);
        writer.WriteSingles(_projectedMean);
        foreach (var component in _components)
            writer.WriteSingles(component);
    });
}
