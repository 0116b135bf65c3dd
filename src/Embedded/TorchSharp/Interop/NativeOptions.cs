namespace TorchSharp.Interop;

/// <summary>The element type (-1: the default) and the device of a tensor to be made.</summary>
internal readonly struct NativeOptions
{
    public NativeOptions(torch.ScalarType? type, torch.Device? device, string[]? names)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("Named dimensions are not available here.");
        var target = torch.InitializeDevice(device);
        Type = type is { } given ? (int)given : -1;
        Device = (int)target.type;
        Index = target.index;
    }

    public int Type { get; }

    public int Device { get; }

    public int Index { get; }
}
