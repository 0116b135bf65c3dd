using MLNetUNetFill.Devices;
using MLNetUNetFill.Evaluation.Benchmark;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Says which devices were asked for and which were used.</summary>
internal static class Device
{
    /// <summary>Fails where the device asked for cannot be had: now, and not after all the work before the training.</summary>
    /// <exception cref="GapFillException">It cannot be had.</exception>
    public static void RequireForTraining(UNetGapFillOptions options) => TorchDevice.Choose(options.Requested);

    /// <summary>Where cells are filled, in words.</summary>
    public static string Describe(UNetGapFillTransformer transformer) => DeviceReport.ForFilling(transformer).Describe();

    /// <summary>Where the network was trained, in words.</summary>
    public static string DescribeTraining(UNetGapFillTransformer transformer) => DeviceReport.ForTraining(transformer).Describe();
}
