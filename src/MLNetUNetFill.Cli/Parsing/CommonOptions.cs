using System.Globalization;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The options that several verbs share.</summary>
internal static class CommonOptions
{
    /// <summary>The seed.</summary>
    public static Option<int> Seed(int byDefault) => OptionFactory.Number("--seed", "Seed of everything random", byDefault, Rules.Whole(0));

    /// <summary>The number of threads.</summary>
    public static Option<int> Threads() => OptionFactory.Number("--threads",
        "Threads, 0 for the fastest: two to train, one a physical core to fill", 0, Rules.Whole(0, 1024));

    /// <summary>Adds the options for where and on how many threads to train.</summary>
    public static void AddMachine(this Settings<UNetGapFillOptions> settings)
    {
        settings.Add(Threads(), (options, threads) => options with { Threads = threads });
        settings.Add(DeviceOption.Create(), (options, device) =>
            options with { Device = device.Device, GpuDeviceId = device.GpuDeviceId });
    }
}

/// <summary><c>--device</c>: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
internal static class DeviceOption
{
    private const string Name = "--device", CudaPrefix = "cuda:";

    /// <summary>The option; without it the device is chosen automatically.</summary>
    public static Option<DeviceRequest> Create() => new(Name)
    {
        Description = "Where to compute; auto takes CUDA where it can be had, cuda fails where it cannot; cuda:1 is the second GPU "
            + "[default: auto]",
        HelpName = "auto|cpu|cuda[:N]",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Parse(text) is { } device) return device;
            result.AddError($"{Name} is '{text}'; expected one of auto, cpu, cuda, cuda:N with N the number of a GPU, from 0.");
            return default;
        },
    };

    private static DeviceRequest? Parse(string text) => text switch
    {
        "auto" => ComputeDevice.Auto,
        "cpu" => ComputeDevice.Cpu,
        "cuda" => ComputeDevice.Cuda,
        _ when text.StartsWith(CudaPrefix, StringComparison.Ordinal)
            && int.TryParse(text[CudaPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var id) =>
                new(ComputeDevice.Cuda, id),
        _ => null,
    };
}
