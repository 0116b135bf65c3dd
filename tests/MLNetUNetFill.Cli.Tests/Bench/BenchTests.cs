using System.Text.Json;
using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Bench;

/// <summary><c>bench</c> on very small networks: what it says, not how fast anything is.</summary>
public sealed class BenchTests : IDisposable
{
    private static readonly string[] Small = ["bench", "--cells", "24", "--genes", "16", "--repeats", "1", "--threads", "1"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compares_with_PyTorch_where_there_is_one_and_says_so_where_not()
    {
        var file = _folder.At("bench.json");
        var outcome = Unetfill.RunBenchmarks([.. Small, "--json", file]).Succeeds();
        Assert.Contains("pipeline/ORT", outcome.Output, StringComparison.Ordinal);

        using var report = JsonDocument.Parse(File.ReadAllText(file));
        var root = report.RootElement;
        Assert.True(root.GetProperty("pipeline_over_ort").GetDouble() > 0);
        var hasTorch = root.GetProperty("versions").GetProperty("pytorch").ValueKind == JsonValueKind.String;
        Assert.Equal(!hasTorch, root.GetProperty("note").GetString()!.Contains("not measured", StringComparison.Ordinal));
        foreach (var preset in (string[])["context", "published"])
        {
            var measured = root.GetProperty("presets").GetProperty(preset);
            Assert.Equal(16, measured.GetProperty("modelled_genes").GetInt32());
            Assert.Equal(24, measured.GetProperty("scored_cells").GetInt32());
            Assert.True(measured.GetProperty("cells_per_second").GetProperty("ort").GetDouble() > 0);
            foreach (var key in (string[])["ort_over_torch", "train_over_torch", "largest_difference", "largest_loss_difference"])
                Assert.Equal(hasTorch ? JsonValueKind.Number : JsonValueKind.Null, measured.GetProperty(key).ValueKind);
        }
        var context = root.GetProperty("presets").GetProperty("context");
        foreach (var key in (string[])["pipeline_over_ort", "ort_over_torch", "train_over_torch"])
            Assert.Equal(context.GetProperty(key).ToString(), root.GetProperty(key).ToString());
    }

    [Fact]
    public void Without_PyTorch_the_ratios_to_it_are_null_and_the_reason_is_given()
    {
        var outcome = Unetfill.RunBenchmarks([.. Small, "--python", _folder.At("no-python"), "--json"]).Succeeds();
        Assert.Contains("warning: PyTorch was not measured", outcome.Error, StringComparison.Ordinal);

        using var report = JsonDocument.Parse(outcome.Output);
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("ort_over_torch").ValueKind);
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("train_over_torch").ValueKind);
        Assert.Contains("no-python", report.RootElement.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.True(report.RootElement.GetProperty("pipeline_over_ort").GetDouble() > 0);
    }

    [Fact]
    public void A_Python_that_fails_is_quoted()
    {
        if (!OperatingSystem.IsLinux()) return;
        var python = _folder.At("python");
        File.WriteAllText(python, "#!/bin/sh\n[ \"$1\" = -c ] && exit 0\necho 'Traceback' >&2\necho 'ImportError: broken' >&2\nexit 3\n");
        File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Unetfill.RunBenchmarks([.. Small, "--python", python]).FailsWith(1, "PyTorch failed (exit code 3): ImportError: broken");
    }

    [Fact]
    public void A_folder_is_no_Python() =>
        Unetfill.RunBenchmarks("bench", "--python", _folder.Path).FailsWith(1, "--python ", "is a folder; expected a Python interpreter.");

    [Theory]
    [InlineData("bench --treads 1", "'--treads' is no option of 'MLNetUNetFill.Benchmarks bench'", "did you mean --threads?")]
    [InlineData("bench --jsno a", "'--jsno' is no option of 'MLNetUNetFill.Benchmarks bench'", "did you mean --json?")]
    [InlineData("bench --cells 2", "--cells is '2'; expected a whole number from 8 to 100000.")]
    [InlineData("bench --genes all", "--genes is 'all'; expected a whole number from 16 to 20000.")]
    [InlineData("bench --repeats 0", "--repeats is '0'; expected a whole number from 1 to 1000.")]
    [InlineData("bench --threads -1", "--threads is '-1'; expected a whole number from 0 to 1024.")]
    public void A_wrong_command_line_gives_one_sentence_and_exit_code_2(string commandLine, params string[] fragments) =>
        Unetfill.RunBenchmarks(commandLine.Split(' ')).FailsWith(2, fragments);
}
