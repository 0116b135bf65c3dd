using System.Runtime.InteropServices;

namespace MLNetUNetFill.Numerics;

/// <summary>
/// Copies numbers from managed memory to a tensor on the CPU. TorchSharp's own <c>tensor</c> makes a managed array of its own and computes
/// in there, wherever the garbage collector has put it; and MKL rounds a product of a matrix and a vector differently by where their memory
/// begins, so that one seed would give one of several models. Memory of libtorch always begins at a multiple of 64 bytes. BannedSymbols.txt
/// forbids the other ways.
/// </summary>
internal static class HostTensor
{
    // A span of bytes holds 2 GiB; the elements have at most 8 bytes.
    private const int ElementsAtATime = 1 << 27;

    /// <summary>Copies numbers.</summary>
    /// <typeparam name="T"><see cref="float"/>, <see cref="double"/> or <see cref="long"/>.</typeparam>
    /// <param name="values">The numbers, row-major; may be longer than the tensor.</param>
    /// <param name="shape">Shape of the tensor; none takes all numbers as a vector.</param>
    public static Tensor ToTensor<T>(this ReadOnlySpan<T> values, params long[] shape)
        where T : unmanaged
    {
        var type = default(T) switch { float => ScalarType.Float32, double => ScalarType.Float64, _ => ScalarType.Int64 };
        var copy = empty(shape.Length == 0 ? [values.Length] : shape, type);
        using var flat = copy.reshape(-1);
        for (var left = values[..(int)flat.numel()]; left.Length > 0;)
        {
            using var part = flat.narrow(0, flat.numel() - left.Length, Math.Min(left.Length, ElementsAtATime));
            left[..(int)part.numel()].CopyTo(part.Values<T>());
            left = left[(int)part.numel()..];
        }
        return copy;
    }

    /// <summary>The same of an array.</summary>
    public static Tensor ToTensor<T>(this T[] values, params long[] shape)
        where T : unmanaged => ((ReadOnlySpan<T>)values).ToTensor(shape);

    /// <summary>The same of a matrix.</summary>
    public static Tensor ToTensor(this double[,] values) => MemoryMarshal
        .CreateReadOnlySpan(ref values[0, 0], values.Length).ToTensor(values.GetLength(0), values.GetLength(1));

    /// <summary>The memory of a tensor, at most 2 GiB.</summary>
    /// <typeparam name="T">The type of its numbers.</typeparam>
    /// <param name="tensor">Contiguous, on the CPU.</param>
    public static Span<T> Values<T>(this Tensor tensor)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(tensor.bytes);
}
