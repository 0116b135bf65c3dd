using Microsoft.ML;
using MLNetUNetFill.Cells;
using MLNetUNetFill.Evaluation.Baselines;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>One preset of the U-Net in the benchmark: trained once a matrix, each of its policies a method of the exported graph.</summary>
internal sealed class UNetImputer : IImputer
{
    private const string Source = "this program";
    private readonly UNetGapFillOptions _options;
    private readonly Dictionary<string, FillPolicy> _policies;

    /// <summary>Creates the imputer.</summary>
    /// <param name="options">How to build and train the network.</param>
    public UNetImputer(UNetGapFillOptions options)
    {
        var isPublished = options.Preset == GapFillPreset.Published;
        var columns = isPublished ? GapFillColumns.None : GapFillColumns.All & ~GapFillColumns.Observed;
        _options = options with { Scoring = options.Scoring with { AdditionalColumns = columns } };
        _policies = isPublished
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

    public ITrainedImputer Train(CountMatrix counts, CancellationToken cancellation)
    {
        var cells = counts.ToDataView(_options.InputColumnName);
        return new Trained(new UNetGapFillEstimator(_options, cancellationToken: cancellation).Fit(cells), cells, counts.CellCount,
            _policies);
    }

    private sealed class Trained(UNetGapFillTransformer transformer, IDataView cells, int cellCount,
        Dictionary<string, FillPolicy> policies) : ITrainedImputer
    {
        public MethodDevices Devices => new(DeviceReport.ForTraining(transformer), DeviceReport.ForFilling(transformer));

        public Imputation Fill(Method method, CancellationToken cancellation)
        {
            using var scorer = transformer.With(transformer.Scoring with { Policy = policies[method.Name] });
            var columns = Read(scorer, cancellation);
            var filled = columns[scorer.OutputColumnName];
            return new Imputation(filled)
            {
                IfExpressed = columns.GetValueOrDefault(nameof(GapFillColumns.FilledIfExpressed), filled),
                ExpectedRate = columns.GetValueOrDefault(nameof(GapFillColumns.ExpectedRate)),
                DetectionProbability = columns.GetValueOrDefault(nameof(GapFillColumns.DetectionProbability)),
                Uncertainty = columns.GetValueOrDefault(nameof(GapFillColumns.FillUncertainty)),
            };
        }

        public void Dispose() => transformer.Dispose();

        /// <summary>The filled values and the additional outputs, each cells x genes, in one pass.</summary>
        private Dictionary<string, float[]> Read(UNetGapFillTransformer scorer, CancellationToken cancellation)
        {
            var view = scorer.Transform(cells);
            DataViewSchema.Column[] columns = [.. Enum.GetNames<GapFillColumns>().Prepend(scorer.OutputColumnName)
                .Select(name => view.Schema.GetColumnOrNull(name)).OfType<DataViewSchema.Column>()];
            var genes = scorer.GeneNames.Count;
            var matrices = Array.ConvertAll(columns, _ => DenseCells.Zeros(cellCount, genes));
            var start = 0;
            foreach (var cell in CellRows.Read(view, columns, cancellation))
            {
                for (var i = 0; i < columns.Length; i++) cell[i].CopyTo(matrices[i].AsSpan(start, genes));
                start += genes;
            }
            return columns.Zip(matrices).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        }
    }
}
