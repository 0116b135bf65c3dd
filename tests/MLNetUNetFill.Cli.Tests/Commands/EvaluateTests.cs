using MLNetUNetFill.Cli.Tests.Support;

namespace MLNetUNetFill.Cli.Tests.Commands;

/// <summary>What <c>unetfill evaluate</c> takes for filled values.</summary>
public sealed class EvaluateTests(WorkflowTests.Simulation simulation) : IClassFixture<WorkflowTests.Simulation>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_filled_layer_of_an_h5ad_file_is_measured()
    {
        Unetfill.Run("fill", "--input", simulation.Counts, "--model", simulation.Model, "--output", _folder.At("filled.h5ad"), "--policy",
            "denoise-all").Succeeds();
        var evaluation = Evaluate(_folder.At("filled.h5ad")).Succeeds();
        Assert.Contains("(must be 0, but for --policy denoise-all and expected-log)", evaluation.Output, StringComparison.Ordinal);
        Assert.Matches("Zeros filled: [1-9]", evaluation.Output);
        Evaluate(_folder.At("filled.h5ad"), "--filled-layer", "imputd").FailsWith(1, "filled.h5ad", "imputd", "expected");
    }

    [Fact]
    public void What_has_no_layers_takes_none()
    {
        Evaluate(simulation.Counts, "--filled-layer", "imputed").FailsWith(2,
            $"--filled-layer is 'imputed', but --filled {simulation.Counts} has no layers; expected an .h5ad file.");
    }

    [Fact]
    public void Counts_are_told_from_filled_values_and_another_matrix_is_refused()
    {
        Assert.Contains($"--filled {simulation.Counts} holds whole numbers alone, as counts are; expected filled values, log1p CP10k",
            Evaluate(simulation.Counts).Succeeds().Error, StringComparison.Ordinal);
        Evaluate(TenXText.Write(_folder.At("other"))).FailsWith(1, "--filled", "30 cells; expected the 60");
    }

    private Outcome Evaluate(string filled, params string[] more) =>
        Unetfill.Run(["evaluate", "--input", simulation.Counts, "--filled", filled, .. more]);
}
