using System.Text.RegularExpressions;
using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Evaluation.Benchmark;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Evaluation.Tests.Baselines;

/// <summary>What holds for every method.</summary>
[Collection(TorchCollection.Name)]
public sealed class BaselineMethodsTests
{
    private static readonly CountMatrix Matrix = Counts.Modules(cells: 24, genes: 15, modules: 3, seed: 5);

    public static TheoryData<string> Names { get; } = [.. MethodCatalog.Baselines.Select(method => method.Name)];

    /// <summary>Methods that leave what was observed as it is.</summary>
    public static TheoryData<string> Keepers { get; } = ["gene-mean", "library-rescaled-mean", "knn-mean", "linear-stack"];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_result_is_dense_finite_and_not_negative(string name)
    {
        var imputation = Find(name).Impute(Matrix, default);

        foreach (var matrix in new[] { imputation.Filled, imputation.IfExpressed, imputation.ExpectedRate })
            if (matrix is not null)
            {
                Assert.Equal(24 * 15, matrix.Length);
                Assert.All(matrix, value => Assert.True(value >= 0 && float.IsFinite(value), $"{value}"));
            }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_counts_give_the_same_result(string name)
    {
        var method = Find(name);

        Assert.Equal(method.Impute(Matrix, default).Filled, method.Impute(Matrix, default).Filled);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cancelled_imputation_stops(string name) =>
        Assert.ThrowsAny<OperationCanceledException>(() => Find(name).Impute(Matrix, new CancellationToken(canceled: true)));

    [Theory]
    [MemberData(nameof(Keepers))]
    public void Observed_entries_keep_their_value_bit_for_bit(string name)
    {
        var observed = DenseCells.FromSparse(Matrix.Normalize().Cells);
        var filled = Find(name).Impute(Matrix, default).Filled;

        Assert.All(Enumerable.Range(0, observed.Length).Where(i => observed[i] > 0), i => Assert.Equal(observed[i], filled[i]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_method_has_a_name_for_the_command_line_and_a_source(string name)
    {
        Assert.Matches(new Regex("^[a-z]+(-[a-z]+)*$"), name);
        Assert.NotEmpty(Find(name).Source);
        Assert.Single(MethodCatalog.Baselines, method => method.Name == name);
    }

    private static Baseline Find(string name) => MethodCatalog.Baselines.Single(method => method.Name == name);
}
