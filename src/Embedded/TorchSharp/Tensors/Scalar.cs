using TorchSharp.Interop;

namespace TorchSharp;

public sealed class Scalar : IDisposable
{
    internal NativeNumber Number { get; }

    private Scalar(NativeNumber number) => Number = number;

    public static implicit operator Scalar(int value) => new(new NativeNumber(1, value, 0));

    public static implicit operator Scalar(long value) => new(new NativeNumber(1, value, 0));

    public static implicit operator Scalar(float value) => new(new NativeNumber(0, 0, value));

    public static implicit operator Scalar(double value) => new(new NativeNumber(0, 0, value));

    public static implicit operator Scalar(bool value) => new(new NativeNumber(2, value ? 1 : 0, 0));

    public void Dispose()
    {
    }
}
