using System.Runtime.CompilerServices;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Tests.Devices;

internal static class TorchLoading
{
    /// <summary>Many tests use TorchSharp without the code that loads it first.</summary>
    [ModuleInitializer]
    internal static void Load() => NativeTorch.Require();
}
