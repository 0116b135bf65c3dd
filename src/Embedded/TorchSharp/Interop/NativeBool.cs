namespace TorchSharp.Interop;

/// <summary>A C++ <c>bool</c>.</summary>
internal readonly struct NativeBool
{
    private readonly byte _value;

    private NativeBool(byte value) => _value = value;

    public static implicit operator NativeBool(bool value) => new(value ? (byte)1 : (byte)0);

    public static implicit operator bool(NativeBool value) => value._value != 0;
}
