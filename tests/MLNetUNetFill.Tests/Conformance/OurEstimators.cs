using Microsoft.ML;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Evaluation.Baselines;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Every estimator of the library, over two small networks that are trained once.</summary>
internal static class OurEstimators
{
    private static readonly UNetGapFillOptions s_context = TestCells.Quick with { Epochs = 1, ScoringBatchSize = 4 };
    private static readonly UNetGapFillOptions s_published = s_context with { Preset = GapFillPreset.Published };
    private static readonly Lazy<UNetGapFillTransformer> s_contextModel = new(() => new UNetGapFillEstimator(s_context).Fit(TestCells.View()));
    private static readonly Lazy<UNetGapFillTransformer> s_publishedModel = new(() => new UNetGapFillEstimator(s_published).Fit(TestCells.View()));

    public static IReadOnlyList<ConformanceSubject> All { get; } =
    [
        UNet("context", s_context, s_contextModel),
        UNet("context, threshold, all columns", s_context with { Policy = FillPolicy.Threshold(0.5f), AdditionalColumns = GapFillColumns.All }, s_contextModel),
        UNet("context, denoise all, two columns", s_context with
        {
            Policy = FillPolicy.DenoiseAll,
            AdditionalColumns = GapFillColumns.ExpectedRate | GapFillColumns.FillUncertainty,
        }, s_contextModel),
        UNet("context, loaded", s_context, s_contextModel, Reload),
        UNet("published", s_published, s_publishedModel),
        UNet("published, loaded", s_published, s_publishedModel, Reload),
        .. BaselineMethods.All.Select(method => Baseline(method is DcaBaseline dca ? dca with { Epochs = 2, Threads = 1 } : method)),
    ];

    private static ConformanceSubject UNet(string name, UNetGapFillOptions options, Lazy<UNetGapFillTransformer> trained,
        Func<UNetGapFillTransformer, UNetGapFillTransformer>? again = null)
    {
        // The policy needs no training of its own; the columns belong to the transformer alone.
        var withPolicy = new Lazy<UNetGapFillTransformer>(() => options.Policy == trained.Value.Policy ? trained.Value : trained.Value.WithPolicy(options.Policy));
        ITransformer Make() => (again ?? (transformer => transformer.WithColumns(options.AdditionalColumns)))(withPolicy.Value);
        var shared = new Lazy<ITransformer>(Make);
        return new ConformanceSubject(name)
        {
            Estimator = token => new UNetGapFillEstimator(options, cancellationToken: token),
            Transformer = () => shared.Value,
            Disposable = Make,
            Outputs = ["Filled", .. Enum.GetValues<GapFillColumns>().Where(column => int.PopCount((int)column) == 1 && options.AdditionalColumns.HasFlag(column))
                .Select(column => column.ToString())],
            KnowsItsGenes = true,
        };
    }

    private static UNetGapFillTransformer Reload(UNetGapFillTransformer transformer)
    {
        var path = Path.GetTempFileName();
        try
        {
            transformer.Save(path);
            return UNetGapFillTransformer.Load(path, ComputeDevice.Cpu, threads: 1, batchSize: 5);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ConformanceSubject Baseline(Baseline method)
    {
        ITransformer Make() => new BaselineEstimator(method).Fit(Cells.View());
        return new ConformanceSubject(method.Name)
        {
            Estimator = token => new BaselineEstimator(method, cancellationToken: token),
            Transformer = Make,
            Disposable = Make,
        };
    }
}
