using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>The getters of a doubled row.</summary>
internal sealed class DoublingValues(DoublingTransformer transformer, DataViewRow input, DataViewSchema schema)
{
    private readonly float[] _own = new float[Cells.GeneNames.Count];
    private readonly float _noise = transformer.Noise();
    private VBuffer<float> _row;
    private float _sum;

    public ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (column.Index < input.Schema.Count) return input.GetGetter<TValue>(input.Schema[column.Index]);
        var getter = (Delegate)Doubled(input.GetGetter<VBuffer<float>>(transformer.Find(input.Schema)));
        if (transformer.Defect == Defect.TakesAnyType) return getter as ValueGetter<TValue> ?? ((ref TValue value) => { });
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Invalid TValue in GetGetter: '{typeof(TValue)}', "
                + $"expected type: '{schema[column.Index].Type.RawType}'.");
    }

    private ValueGetter<VBuffer<float>> Doubled(ValueGetter<VBuffer<float>> counts) => (ref VBuffer<float> value) =>
    {
        transformer.ThrowIfDisposed();
        if (transformer.Defect != Defect.ServesValuesOffItsRows || input.Position >= 0) counts(ref _row);
        if (transformer.Defect != Defect.TakesAnyValue) DoublingTransformer.CheckCounts(_row, input.Position);
        var doubled = transformer.Defect is Defect.SharesItsBufferAmongCursors ? transformer.Scratch : _own;
        switch (transformer.Defect)
        {
            case Defect.ReadsStoredValuesOnly:
                Array.Clear(doubled);
                _row.GetValues().CopyTo(doubled);
                break;
            case Defect.WritesIntoTheInput:
                var values = VBufferEditor.CreateFromBuffer(ref _row).Values;
                for (var i = 0; i < values.Length; i++) values[i] *= 2;
                _row.CopyTo(ref value);
                return;
            default:
                _row.CopyTo(doubled);
                break;
        }
        for (var i = 0; i < doubled.Length; i++) doubled[i] *= 2;
        doubled[0] += _noise;
        if (transformer.Defect == Defect.DependsOnEarlierRows) doubled[0] += _sum++;
        if (transformer.Defect == Defect.SharesItsBufferAmongCursors) Thread.Sleep(1);
        Write(doubled, ref value);
    };

    private void Write(float[] doubled, ref VBuffer<float> value)
    {
        if (transformer.Defect == Defect.HandsOutItsOwnBuffer)
        {
            value = new VBuffer<float>(doubled.Length, doubled);
            return;
        }
        if (transformer.Defect == Defect.AppendsToTheBuffer && value.Length == doubled.Length + 1) return;
        var length = transformer.Defect == Defect.AppendsToTheBuffer ? Math.Max(value.Length, doubled.Length) : doubled.Length;
        var editor = VBufferEditor.Create(ref value, length);
        doubled.CopyTo(editor.Values);
        value = editor.Commit();
    }
}
