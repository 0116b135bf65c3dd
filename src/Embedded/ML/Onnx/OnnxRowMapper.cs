using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Runs the model on one row at a time; all the columns wanted of a row come from the same run.</summary>
internal sealed class OnnxRowMapper : RowMapper
{
    private readonly OnnxModel _model;
    private readonly IReadOnlyList<OnnxVariable> _inputs;
    private readonly IReadOnlyList<OnnxVariable> _outputs;
    private readonly DataViewSchema.Column[] _columns;

    internal OnnxRowMapper(OnnxModel model, IReadOnlyList<OnnxVariable> inputs, IReadOnlyList<OnnxVariable> outputs, DataViewSchema inputSchema)
    {
        _model = model;
        _inputs = inputs;
        _outputs = outputs;
        _columns = [.. inputs.Select(input => FindColumn(input, inputSchema))];
    }

    internal override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
        [.. _outputs.Select(output => new DataViewSchema.DetachedColumn(output.Name, output.Type, Annotations(output)))];

    internal override IEnumerable<int> GetDependencies(Func<int, bool> isActive) =>
        _outputs.Where((_, i) => isActive(i)).Any() ? _columns.Select(column => column.Index) : [];

    internal override Delegate[] CreateGetters(DataViewRow input, Func<int, bool> isActive, out Action disposer)
    {
        disposer = null;
        var wanted = _outputs.Where((_, i) => isActive(i)).ToArray();
        if (wanted.Length == 0)
            return new Delegate[_outputs.Count];

        var sources = _inputs.Select((variable, i) => OnnxSource.Create(input, _columns[i], variable)).ToArray();
        var names = Array.ConvertAll(wanted, output => output.Name);
        var position = -1L;
        IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = null;
        disposer = () => results?.Dispose();
        DisposableNamedOnnxValue Result(string name)
        {
            if (position != input.Position)
            {
                results?.Dispose();
                results = _model.Run(Array.ConvertAll(sources, source => source.Read()), names);
                position = input.Position;
            }

            return results.First(result => result.Name == name);
        }

        return [.. _outputs.Select((output, i) => isActive(i) ? OnnxSource.Getter(output, () => Result(output.Name)) : null)];
    }

    private DataViewSchema.Annotations Annotations(OnnxVariable output)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (_model.SlotNames.TryGetValue(output.Name, out var names))
        {
            builder.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, names.Length),
                (ref VBuffer<ReadOnlyMemory<char>> slots) => slots = new(names.Length, [.. names]));
        }

        return builder.ToAnnotations();
    }

    private static DataViewSchema.Column FindColumn(OnnxVariable input, DataViewSchema schema)
    {
        var column = schema.GetColumnOrNull(input.Name) ?? throw SchemaErrors.Missing("inputSchema", "input", input.Name);
        var vector = column.Type as VectorDataViewType;
        if (!(vector?.ItemType ?? column.Type).Equals(input.ItemType))
            throw SchemaErrors.Mismatch("inputSchema", "input", input.Name, input.ItemType.ToString(), column.Type.ToString());
        var size = vector?.Size ?? 1;
        if (!input.Dimensions.Contains(0) && size % input.Dimensions.Aggregate(1, (x, y) => x * y) != 0)
            throw new InvalidOperationException(
                $"Input shape mismatch: Input '{input.Name}' has shape {string.Join(",", input.Dimensions)}, but input data is of length {size}.");
        return column;
    }
}
