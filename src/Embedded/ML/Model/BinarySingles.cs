using System.Runtime.InteropServices;

namespace Microsoft.ML;

/// <summary>Arrays of numbers in the parts of a model: the length, then the values.</summary>
internal static class BinarySingles
{
    internal static void WriteSingles(this BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    internal static float[] ReadSingles(this BinaryReader reader)
    {
        var values = new float[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
