using Microsoft.ML.Runtime;
using MLNetUNetFill.Devices;

namespace MLNetUNetFill;

/// <summary>Tells <see cref="MLContext.Log"/> what a user should know; without a context, no one.</summary>
/// <param name="mlContext">The context, or null.</param>
/// <param name="activity">What is being done: the second part of the message's source.</param>
internal sealed class GapFillLog(MLContext? mlContext, string activity) : IDisposable
{
    private readonly IChannel? _channel = ((IHostEnvironment?)mlContext)?.Register("UNetGapFill").Start(activity);

    /// <summary>Tells what is going on.</summary>
    public void Info(string message) => _channel?.Info(MessageSensitivity.None, message);

    /// <summary>Tells what may be amiss.</summary>
    public void Warn(string message) => _channel?.Warning(MessageSensitivity.None, message);

    /// <summary>Tells why a device is not the fastest. That is a warning to who named a GPU; to others, only good to know.</summary>
    /// <param name="requested">The device asked for.</param>
    /// <param name="note">The reason; null where there is none.</param>
    public void FallBack(DeviceRequest requested, string? note)
    {
        if (note is null) return;
        if (requested.GpuDeviceId is not null) Warn(note);
        else Info(note);
    }

    /// <inheritdoc/>
    public void Dispose() => _channel?.Dispose();
}
