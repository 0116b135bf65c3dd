using static TorchSharp.torch;

namespace TorchSharp;

public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module
    {
        if (device.type == DeviceType.CUDA && !cuda.is_available())
            throw new InvalidOperationException("CUDA is not available.");
        module.Move(null, device);
        return module;
    }

    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module
    {
        if (type is not (ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={type}");
        module.Move(type, null);
        return module;
    }
}
