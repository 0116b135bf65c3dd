using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number, kept apart by kind, so that it does not change the element type of the tensor that it meets.</summary>
public sealed class Scalar
{
    internal NativeNumber Number { get; }

    private Scalar(NativeNumber number) => Number = number;

    public static implicit operator Scalar(int value) => new(new NativeNumber(1, value, 0));

    public static implicit operator Scalar(long value) => new(new NativeNumber(1, value, 0));

    public static implicit operator Scalar(float value) => new(new NativeNumber(0, 0, value));

    public static implicit operator Scalar(double value) => new(new NativeNumber(0, 0, value));

    public static implicit operator Scalar(bool value) => new(new NativeNumber(2, value ? 1 : 0, 0));
}
