using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>A number as the shim takes it: 0 floating point, 1 integer, 2 boolean, -1 absent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeNumber(int kind, long integer, double real)
{
    public readonly int Kind = kind;
    public readonly long Integer = integer;
    public readonly double Real = real;

    public static NativeNumber Absent => new(-1, 0, 0);
}
