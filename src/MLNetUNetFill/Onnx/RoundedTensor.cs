using System.Numerics.Tensors;

namespace MLNetUNetFill.Onnx;

/// <summary>The values of a tensor in fewer bits.</summary>
internal static class RoundedTensor
{
    /// <summary>The nearest 16-bit floats; null where a value is beyond their range.</summary>
    public static Half[]? ToHalf(ReadOnlySpan<float> values)
    {
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        return TensorPrimitives.IsFiniteAll<Half>(halves) ? halves : null;
    }

    /// <summary>
    /// value = whole number * scale of its slice along <paramref name="axis"/>, in which the largest magnitude is 127; null where a value
    /// is not finite.
    /// </summary>
    public static (sbyte[] Bytes, float[] Scales)? ToBytes(ReadOnlySpan<float> values, int axis, ReadOnlySpan<long> dims)
    {
        var scales = new float[dims[axis]];
        var stride = 1;
        foreach (var length in dims[(axis + 1)..]) stride *= (int)length;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return null;
            ref var scale = ref scales[i / stride % scales.Length];
            scale = Math.Max(scale, Math.Abs(values[i]) / sbyte.MaxValue);
        }
        var bytes = new sbyte[values.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var scale = scales[i / stride % scales.Length];
            // A scale below the normal floats may be 0, or so coarse that the quotient is beyond 127.
            if (scale > 0) bytes[i] = (sbyte)Math.Clamp(MathF.Round(values[i] / scale), -sbyte.MaxValue, sbyte.MaxValue);
        }
        return (bytes, scales);
    }
}
