using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>Moves values between the columns of a row and the tensors of a model.</summary>
internal abstract class OnnxSource
{
    private static readonly MethodInfo TypedCreate = typeof(OnnxSource).GetMethod(nameof(CreateTyped), BindingFlags.Static | BindingFlags.NonPublic);
    private static readonly MethodInfo TypedGetter = typeof(OnnxSource).GetMethod(nameof(GetterTyped), BindingFlags.Static | BindingFlags.NonPublic);

    /// <summary>Reads the column of the current row as the tensor that the model's input wants.</summary>
    internal static OnnxSource Create(DataViewRow row, DataViewSchema.Column column, OnnxVariable input) =>
        TypedCreate.MakeGenericMethod(input.ItemType.RawType)
            .CreateDelegate<Func<DataViewRow, DataViewSchema.Column, OnnxVariable, OnnxSource>>()(row, column, input);

    /// <summary>A getter of the vector column that holds an output of the model.</summary>
    internal static Delegate Getter(OnnxVariable output, Func<NamedOnnxValue> result) =>
        TypedGetter.MakeGenericMethod(output.ItemType.RawType).CreateDelegate<Func<Func<NamedOnnxValue>, Delegate>>()(result);

    internal abstract NamedOnnxValue Read();

    private static OnnxSource CreateTyped<T>(DataViewRow row, DataViewSchema.Column column, OnnxVariable input)
    {
        if (column.Type is VectorDataViewType)
        {
            var getVector = row.GetGetter<VBuffer<T>>(column);
            return new Typed<T>(input, (ref VBuffer<T> values) => getVector(ref values));
        }

        var getScalar = row.GetGetter<T>(column);
        return new Typed<T>(input, (ref VBuffer<T> values) =>
        {
            var editor = VBufferEditor.Create(ref values, 1);
            getScalar(ref editor.Values[0]);
            values = editor.Commit();
        });
    }

    private static ValueGetter<VBuffer<T>> GetterTyped<T>(Func<NamedOnnxValue> result) => (ref VBuffer<T> destination) =>
    {
        var tensor = (DenseTensor<T>)result().AsTensor<T>();
        var editor = VBufferEditor.Create(ref destination, (int)tensor.Length);
        tensor.Buffer.Span.CopyTo(editor.Values);
        destination = editor.Commit();
    };

    private sealed class Typed<T>(OnnxVariable input, ValueGetter<VBuffer<T>> getter) : OnnxSource
    {
        private VBuffer<T> _values;

        internal override NamedOnnxValue Read()
        {
            getter(ref _values);
            var dense = new T[_values.Length];
            _values.CopyTo(dense);
            return NamedOnnxValue.CreateFromTensor(input.Name, new DenseTensor<T>(dense, input.DimensionsOf(dense.Length)));
        }
    }
}
