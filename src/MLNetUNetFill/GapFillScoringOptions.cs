using MLNetUNetFill.Devices;
using static MLNetUNetFill.OptionCheck;

namespace MLNetUNetFill;

/// <summary>
/// How a trained network scores: nothing here needs another training. <see cref="UNetGapFillOptions.Scoring"/> takes it to <c>Fit</c>, and
/// <c>ApplyUNetGapFill</c>, <c>UNetGapFillTransformer.Load</c> and <c>UNetGapFillTransformer.With</c> take it as it is.
/// </summary>
public sealed record GapFillScoringOptions
{
    /// <summary>What a zero becomes. Default null: what the model file says, and after <c>Fit</c> <see cref="FillPolicy.Expected"/>
    /// (<see cref="GapFillPreset.Published"/>: <see cref="FillPolicy.IfExpressed"/>, the only one that it knows).</summary>
    public FillPolicy? Policy { get; init; }

    /// <summary>Columns beside the filled one. Default <see cref="GapFillColumns.None"/>; <see cref="GapFillPreset.Published"/> has
    /// <see cref="GapFillColumns.Observed"/> alone.</summary>
    public GapFillColumns AdditionalColumns { get; init; } = GapFillColumns.None;

    /// <summary>Where to score. Default null: after <c>Fit</c> where <see cref="UNetGapFillOptions.Device"/> says, for a loaded model
    /// <see cref="ComputeDevice.Auto"/>.</summary>
    public ComputeDevice? Device { get; init; }

    /// <summary>0-based index of the CUDA device, which <see cref="ComputeDevice.Auto"/> and <see cref="ComputeDevice.Cuda"/> heed.
    /// Default null:
    /// that of <see cref="MLContext.GpuDeviceId"/> where a context is given, else the first. At least 0.</summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>Whether <see cref="ComputeDevice.Auto"/> takes the CPU where the device that <see cref="GpuDeviceId"/> names cannot be had;
    /// otherwise that is a failure. Default true.</summary>
    public bool FallbackToCpu { get; init; } = true;

    /// <summary>Threads of ONNX Runtime. Default 0: after <c>Fit</c> <see cref="UNetGapFillOptions.Threads"/>, and where that is 0, too, or
    /// the model was loaded, the number of physical cores. Range [0, 1024].</summary>
    public int Threads { get; init; }

    /// <summary>Cells scored in one call of ONNX Runtime. Default 64, range [1, 65536].</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the
    /// range.</exception>
    public void Validate()
    {
        Require((AdditionalColumns & ~GapFillColumns.All) == 0, AdditionalColumns, "a combination of "
            + string.Join(", ", Enum.GetNames<GapFillColumns>()));
        Require(Device is null || Enum.IsDefined(Device.Value), Device, "null or one of "
            + string.Join(", ", Enum.GetNames<ComputeDevice>()));
        Require(GpuDeviceId is null or >= 0, GpuDeviceId, "null or at least 0");
        Require(Threads is >= 0 and <= 1024, Threads, "0 to 1024");
        Require(BatchSize is >= 1 and <= 65536, BatchSize, "1 to 65536");
    }

    /// <summary>Checks every option, also against the network that is to score.</summary>
    internal void Validate(GapFillPreset preset)
    {
        Validate();
        if (preset == GapFillPreset.Context) return;
        Require(Policy is null or { Kind: FillPolicyKind.IfExpressed }, Policy?.Kind,
            "IfExpressed, since the Published preset has no detection probability", nameof(Policy));
        Require((AdditionalColumns & ~GapFillColumns.Observed) == 0, AdditionalColumns,
            "None or Observed, since the Published preset has no other column");
    }

    /// <summary>The device asked for.</summary>
    internal DeviceRequest Requested => new(Device ?? ComputeDevice.Auto, GpuDeviceId, FallbackToCpu);

    /// <summary>These options, and where they leave a choice, that of others.</summary>
    internal GapFillScoringOptions Over(GapFillScoringOptions others)
    {
        var namesDevice = Device is not null || GpuDeviceId is not null;
        return this with
        {
            Policy = Policy ?? others.Policy,
            Device = Device ?? others.Device,
            GpuDeviceId = namesDevice ? GpuDeviceId : others.GpuDeviceId,
            FallbackToCpu = namesDevice ? FallbackToCpu : others.FallbackToCpu,
            Threads = Threads > 0 ? Threads : others.Threads,
        };
    }

    /// <summary>These options with the device of a context where they name none, by the rule of ML.NET's own components: a context that
    /// names no device says nothing.</summary>
    internal GapFillScoringOptions OnDeviceOf(MLContext mlContext) => GpuDeviceId is null && mlContext.GpuDeviceId is { } id
        ? this with { GpuDeviceId = id, FallbackToCpu = mlContext.FallbackToCpu } : this;
}
