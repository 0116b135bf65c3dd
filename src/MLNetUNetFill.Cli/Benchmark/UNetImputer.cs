using MLNetUNetFill.Baselines;
using MLNetUNetFill.Cli.Steps;
using MLNetUNetFill.Expression;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Cli.Benchmark;

/// <summary>The U-Net in the benchmark.</summary>
/// <param name="options">How to build and train the network; it models every gene.</param>
internal sealed class UNetImputer(UNetGapFillOptions options) : IImputer
{
    public IReadOnlyList<Method> Methods { get; } = [new("unet-published", "this program: the U-Net over gene images")];

    public ITrainedImputer Train(CountMatrix counts, CancellationToken cancellation) =>
        new Trained(new UNetGapFillEstimator(options, cancellationToken: cancellation).Fit(counts.ToDataView(options.InputColumnName)), counts);

    private sealed class Trained(UNetGapFillTransformer transformer, CountMatrix counts) : ITrainedImputer
    {
        public Imputation Fill(Method method, CancellationToken cancellation)
        {
            var filled = new float[counts.CellCount * counts.GeneCount];
            var at = 0;
            foreach (var row in Filling.Rows(new CommandContext(new Terminal.Log(TextWriter.Null), cancellation), transformer, counts))
            {
                row.CopyTo(filled.AsMemory(at));
                at += row.Length;
            }
            return new Imputation(filled);
        }

        public void Dispose() => transformer.Dispose();
    }
}
