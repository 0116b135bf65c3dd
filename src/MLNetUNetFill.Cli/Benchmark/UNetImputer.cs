using Microsoft.ML.Data;
using MLNetUNetFill.Baselines;
using MLNetUNetFill.Expression;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Cli.Benchmark;

/// <summary>One preset of the U-Net in the benchmark: trained once, each of its policies a method.</summary>
internal sealed class UNetImputer : IImputer
{
    private const string Source = "this program";
    private readonly UNetGapFillOptions _options;
    private readonly Dictionary<string, FillPolicy> _policies;

    /// <summary>Creates the imputer.</summary>
    /// <param name="options">How to build and train the network.</param>
    public UNetImputer(UNetGapFillOptions options)
    {
        _options = options;
        _policies = options.Preset == GapFillPreset.Published
            ? new() { ["unet-published"] = FillPolicy.IfExpressed }
            : new()
            {
                ["unet-expected"] = FillPolicy.Expected,
                ["unet-if-expressed"] = FillPolicy.IfExpressed,
                ["unet-threshold"] = FillPolicy.Threshold(),
                ["unet-denoise-all"] = FillPolicy.DenoiseAll,
            };
        Methods = [.. _policies.Keys.Select(name => new Method(name, Source))];
    }

    public IReadOnlyList<Method> Methods { get; }

    public ITrainedImputer Train(CountMatrix counts, CancellationToken cancellation) =>
        new Trained(new UNetGapFillEstimator(_options, cancellationToken: cancellation).Fit(counts.ToDataView(_options.InputColumnName)), counts, _policies);

    private sealed class Trained(UNetGapFillTransformer transformer, CountMatrix counts, Dictionary<string, FillPolicy> policies) : ITrainedImputer
    {
        public Imputation Fill(Method method, CancellationToken cancellation)
        {
            using var chosen = transformer.WithPolicy(policies[method.Name]);
            if (chosen.Preset == GapFillPreset.Published) return new Imputation(Columns(chosen, [chosen.OutputColumnName], cancellation)[0]);
            using var scorer = chosen.WithColumns(GapFillColumns.All);
            var columns = Columns(scorer, [scorer.OutputColumnName, nameof(GapFillColumns.FilledIfExpressed), nameof(GapFillColumns.ExpectedRate),
                nameof(GapFillColumns.DetectionProbability), nameof(GapFillColumns.FillUncertainty)], cancellation);
            return new Imputation(columns[0])
            {
                IfExpressed = columns[1],
                ExpectedRate = columns[2],
                DetectionProbability = columns[3],
                Uncertainty = columns[4],
            };
        }

        public void Dispose() => transformer.Dispose();

        private float[][] Columns(UNetGapFillTransformer scorer, string[] names, CancellationToken cancellation)
        {
            var view = scorer.Transform(counts.ToDataView(scorer.InputColumnName));
            var columns = names.Select(name => view.Schema[name]).ToArray();
            using var cursor = view.GetRowCursor(columns);
            var getters = columns.Select(column => cursor.GetGetter<VBuffer<float>>(column)).ToArray();
            var values = columns.Select(_ => new float[counts.CellCount * counts.GeneCount]).ToArray();
            VBuffer<float> row = default;
            for (var cell = 0; cursor.MoveNext(); cell++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var i = 0; i < getters.Length; i++)
                {
                    getters[i](ref row);
                    row.CopyTo(values[i].AsSpan(cell * counts.GeneCount, counts.GeneCount));
                }
            }
            return values;
        }
    }
}
