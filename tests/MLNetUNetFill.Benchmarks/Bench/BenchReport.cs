using System.Text.Json;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>What <c>bench</c> measured.</summary>
/// <param name="Tool">Name and version.</param>
/// <param name="PipelineOverOrt">Of the default preset, as the next two; see <see cref="PresetBench"/>.</param>
/// <param name="OrtOverTorch">Bare ONNX Runtime over PyTorch.</param>
/// <param name="TrainOverTorch">Our training steps over PyTorch's, of the slower network.</param>
/// <param name="Note">Why there is no PyTorch, or what its numbers share with ours.</param>
/// <param name="Presets">By preset.</param>
/// <param name="Input">The data, or <c>simulated</c>.</param>
/// <param name="Cells">Training cells.</param>
/// <param name="Genes">Genes of the data.</param>
/// <param name="Threads">Threads on every side.</param>
/// <param name="Repeats">How often everything was timed, by turns; the numbers are medians.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Versions">Of what was timed.</param>
/// <param name="Processor">Of this machine.</param>
/// <param name="Seconds">How long it all took.</param>
internal sealed record BenchReport(string Tool, double PipelineOverOrt, double? OrtOverTorch, double? TrainOverTorch, string Note,
    IReadOnlyDictionary<string, PresetBench> Presets, string Input, int Cells, int Genes, int Threads, int Repeats, int Seed,
    IReadOnlyDictionary<string, string?> Versions, string Processor, double Seconds)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The report as JSON, keys in snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Puts the measurements together.</summary>
    public static BenchReport Of(IReadOnlyDictionary<string, PresetBench> presets, string note, string input, int cells, int genes,
        BenchOptions options,
        string? torch, double seconds)
    {
        var main = presets[Key(GapFillPreset.Context)];
        return new BenchReport(Cli.Report.Tool.NameAndVersion, main.PipelineOverOrt, main.OrtOverTorch, main.TrainOverTorch, note, presets,
            input, cells, genes,
            options.Threads, options.Repeats, options.Seed,
            new Dictionary<string, string?>
            {
                ["dotnet"] = Environment.Version.ToString(),
                ["onnxruntime"] = BareScoring.Version,
                ["pytorch"] = torch,
                ["torchsharp"] = typeof(TorchSharp.torch).Assembly.GetName() is var name ? $"{name.Name} {name.Version}" : null,
            },
            ProcessorName(), seconds);
    }

    /// <summary>A preset's key.</summary>
    public static string Key(GapFillPreset preset) => preset.ToString().ToLowerInvariant();

    private static string ProcessorName()
    {
        const string Info = "/proc/cpuinfo", Key = "model name";
        var line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[^1].Trim() ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
    }
}
