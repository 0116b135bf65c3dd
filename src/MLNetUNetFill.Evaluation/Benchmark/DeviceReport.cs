namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>The requested and the used device.</summary>
/// <param name="Requested">auto, cpu, cuda or cuda:N.</param>
/// <param name="Used">The device used: cpu or cuda:N.</param>
/// <param name="Note">Why the used device is not the requested one; null otherwise.</param>
internal sealed record DeviceReport(string Requested, string Used, string? Note)
{
    private const string Unknown = "unknown";

    /// <summary>Where cells are filled.</summary>
    public static DeviceReport ForFilling(UNetGapFillTransformer transformer) =>
        new(transformer.Scoring.Requested.ToString(), transformer.ScoringDevice.ToString(), transformer.ScoringDevice.Note);

    /// <summary>Where the network was trained.</summary>
    public static DeviceReport ForTraining(UNetGapFillTransformer transformer) =>
        new(transformer.Provenance.GetValueOrDefault("training_device_requested", Unknown),
            transformer.TrainingDevice?.ToString() ?? Unknown, transformer.TrainingDevice?.Note);

    /// <summary>In words.</summary>
    public string Describe()
    {
        var asked = Requested == Used ? Used : $"{Used} ({Requested} was asked for)";
        return Note is { } note ? $"{asked}: {note.TrimEnd('.')}" : asked;
    }
}
