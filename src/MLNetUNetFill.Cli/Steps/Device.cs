using MLNetUNetFill.Cli.Reports;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>Says which devices were asked for and which were used.</summary>
internal static class Device
{
    private const string Unknown = "unknown";

    /// <summary>Fails where the device asked for cannot be had: now, and not after all the work before the training.</summary>
    /// <exception cref="GapFillException">It cannot be had.</exception>
    public static void RequireForTraining(UNetGapFillOptions options) => TorchDevice.Choose(options.Requested);

    /// <summary>Where cells are filled, in words.</summary>
    public static string Describe(UNetGapFillTransformer transformer) => Describe(Report(transformer));

    /// <summary>Where the network was trained, in words.</summary>
    public static string DescribeTraining(UNetGapFillTransformer transformer) => Describe(ReportTraining(transformer));

    /// <summary>Where cells are filled, for a report.</summary>
    public static DeviceReport Report(UNetGapFillTransformer transformer) =>
        new(transformer.Requested.ToString(), transformer.GpuDeviceId is { } id ? DeviceRequest.CudaName(id) : "cpu", transformer.DeviceNote);

    /// <summary>Where the network was trained, for a report.</summary>
    public static DeviceReport ReportTraining(UNetGapFillTransformer transformer) =>
        new(transformer.TrainingDeviceRequested ?? Unknown, transformer.TrainingDevice ?? Unknown, transformer.TrainingDeviceNote);

    /// <summary>In words.</summary>
    public static string Describe(DeviceReport report)
    {
        var asked = report.Requested == report.Used ? report.Used : $"{report.Used} ({report.Requested} was asked for)";
        return report.Note is { } note ? $"{asked}: {note.TrimEnd('.')}" : asked;
    }
}
