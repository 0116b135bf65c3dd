using MLNetUNetFill.Hiding;
using MLNetUNetFill.Training;

namespace MLNetUNetFill.Evaluation.Benchmark;

/// <summary>One preset of the U-Net in the benchmark: trained once a matrix, each of its policies a method of the exported graph.</summary>
internal sealed class UNetImputer : IImputer
{
    private const string Source = "this program";

    // Seconds of one core, measured on 571 cells x 400 genes: a gene of a cell in an epoch, and what comes before the first.
    private const double PublishedPass = 6e-6, ContextPass = 3e-6, ContextFit = 8;

    private readonly UNetGapFillOptions _options;
    private readonly Dictionary<string, FillPolicy> _policies;

    /// <summary>Creates the imputer.</summary>
    /// <param name="options">How to build and train the network.</param>
    public UNetImputer(UNetGapFillOptions options)
    {
        var isPublished = options.Preset == GapFillPreset.Published;
        var columns = isPublished ? GapFillColumns.None : GapFillColumns.All & ~(GapFillColumns.Observed | GapFillColumns.Novelty);
        _options = options with { Scoring = options.Scoring with { AdditionalColumns = columns } };
        _policies = isPublished
            ? new() { ["unet-published"] = FillPolicy.IfExpressed }
            : new()
            {
                ["unet-expected"] = FillPolicy.Expected,
                ["unet-if-expressed"] = FillPolicy.IfExpressed,
                ["unet-threshold"] = FillPolicy.Threshold(),
                ["unet-denoise-all"] = FillPolicy.DenoiseAll,
                ["unet-expected-log"] = FillPolicy.ExpectedLog(DenoisingRun.UnseenDepth),
            };
        Methods = [.. _policies.Keys.Select(name => new Method(name, Source))];
    }

    public IReadOnlyList<Method> Methods { get; }

    public bool FillsNewCells => true;

    public double Cost(CountMatrix counts)
    {
        var cells = Math.Min(counts.CellCount, _options.MaxTrainingCells);
        return _options.Preset == GapFillPreset.Published ? PublishedPass * _options.Epochs * cells * counts.GeneCount
            : ContextFit + ContextPass * ContextSchedule.Epochs(_options, cells) * cells * counts.GeneCount;
    }

    public void Require(CountMatrix counts)
    {
        if (counts.CellCount < 2)
            throw new GapFillException($"{Methods[0].Name}: found {Counted.Text(counts.CellCount, "cell")}; expected at least 2 to train "
                + "on.");
        if (counts.CellCount <= _options.MaxTrainingCells) _ = ValidationSplit.OfTraining(counts.Cells, _options);
    }

    public ITrainedImputer Train(CountMatrix counts, CancellationToken cancellation) =>
        new Trained(new UNetGapFillEstimator(_options, cancellationToken: cancellation).Fit(counts.ToDataView(_options.InputColumnName)),
            _policies);

    private sealed class Trained(UNetGapFillTransformer transformer, Dictionary<string, FillPolicy> policies) : ITrainedImputer
    {
        public MethodDevices Devices => new(DeviceReport.ForTraining(transformer), DeviceReport.ForFilling(transformer));

        public Imputation Fill(Method method, CountMatrix counts, CancellationToken cancellation)
        {
            using var scorer = transformer.With(transformer.Scoring with { Policy = policies[method.Name] });
            var columns = Read(scorer, counts, cancellation);
            var filled = columns[scorer.OutputColumnName];
            return new Imputation(filled)
            {
                IfExpressed = columns.GetValueOrDefault(nameof(GapFillColumns.FilledIfExpressed), filled),
                ExpectedRate = columns.GetValueOrDefault(nameof(GapFillColumns.ExpectedRate)),
                DetectionProbability = columns.GetValueOrDefault(nameof(GapFillColumns.DetectionProbability)),
                ExpectedLog = scorer.Policy.Kind == FillPolicyKind.ExpectedLog ? filled : null,
                Uncertainty = columns.GetValueOrDefault(nameof(GapFillColumns.FillUncertainty)),
            };
        }

        public void Dispose() => transformer.Dispose();

        /// <summary>The filled values and the additional outputs, each cells x genes, in one pass.</summary>
        private Dictionary<string, float[]> Read(UNetGapFillTransformer scorer, CountMatrix counts,
            CancellationToken cancellation)
        {
            var view = scorer.Transform(counts.ToDataView(scorer.InputColumnName));
            DataViewSchema.Column[] columns = [.. Enum.GetNames<GapFillColumns>().Prepend(scorer.OutputColumnName)
                .Select(name => view.Schema.GetColumnOrNull(name)).OfType<DataViewSchema.Column>()];
            var genes = scorer.GeneNames.Count;
            var matrices = Array.ConvertAll(columns, _ => DenseCells.Zeros(counts.CellCount, genes));
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
