using Microsoft.ML;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.Evaluation.Benchmark;
using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Every estimator of the library, over two small networks that are trained once.</summary>
internal static class OurEstimators
{
    private static readonly UNetGapFillOptions s_context = TestCells.Quick with { Epochs = 1, Scoring = new() { BatchSize = 4 } };
    private static readonly UNetGapFillOptions s_published = s_context with { Preset = GapFillPreset.Published };
    private static readonly Lazy<UNetGapFillTransformer> s_contextModel = new(() => new UNetGapFillEstimator(s_context)
        .Fit(TestCells.View()));
    private static readonly Lazy<UNetGapFillTransformer> s_publishedModel = new(() => new UNetGapFillEstimator(s_published)
        .Fit(TestCells.View()));

    public static IReadOnlyList<ConformanceSubject> All { get; } =
    [
        UNet("context", s_context, s_contextModel),
        UNet("context, threshold, all columns", Scoring(FillPolicy.Threshold(0.5f), GapFillColumns.All), s_contextModel),
        UNet("context, denoise all, two columns",
        Scoring(FillPolicy.DenoiseAll, GapFillColumns.ExpectedRate | GapFillColumns.FillUncertainty), s_contextModel),
        UNet("context, loaded", s_context, s_contextModel, Reload),
        UNet("published", s_published, s_publishedModel),
        UNet("published, observed", s_published with { Scoring = s_published.Scoring with { AdditionalColumns = GapFillColumns.Observed } },
        s_publishedModel),
        UNet("published, loaded", s_published, s_publishedModel, Reload),
        Applied("context, applied", s_contextModel, new() { BatchSize = 4, AdditionalColumns = GapFillColumns.Observed }),
        Applied("published, applied", s_publishedModel, new() { BatchSize = 4 }),
        .. MethodCatalog.Baselines.Select(method => Baseline(method is DcaBaseline dca ? dca with { Epochs = 2, Threads = 1 } : method)),
    ];

    private static ConformanceSubject UNet(string name, UNetGapFillOptions options, Lazy<UNetGapFillTransformer> trained,
        Func<UNetGapFillTransformer, UNetGapFillTransformer>? again = null)
    {
        ITransformer Make() => again is null ? trained.Value.With(options.Scoring) : again(trained.Value);
        var shared = new Lazy<ITransformer>(Make);
        return new ConformanceSubject(name)
        {
            Estimator = token => new UNetGapFillEstimator(options, cancellationToken: token),
            Transformer = () => shared.Value,
            Disposable = Make,
            Outputs = Outputs(options.Scoring),
            KnowsItsGenes = true,
            AnswersWithNaN = true,
        };
    }

    /// <summary>A model file whose columns have other names than in the pipeline.</summary>
    private static ConformanceSubject Applied(string name, Lazy<UNetGapFillTransformer> trained, GapFillScoringOptions scoring)
    {
        scoring = scoring with { Device = ComputeDevice.Cpu, Threads = 1 };
        var file = new Lazy<string>(() =>
        {
            var path = Path.GetTempFileName();
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
            trained.Value.Save(path);
            File.WriteAllBytes(path, ColumnNames.Rename(GapFillModelFile.Read(File.ReadAllBytes(path)), "Umis", "Imputed").Bytes);
            return path;
        });
        UNetGapFillScoringEstimator Estimator() => new MLContext(1).Transforms.ApplyUNetGapFill("Filled", Cells.Counts, file.Value,
            scoring);
        ITransformer Make() => Estimator().Fit(Cells.View());
        var shared = new Lazy<ITransformer>(Make);
        return new ConformanceSubject(name)
        {
            Estimator = _ => Estimator(),
            Transformer = () => shared.Value,
            Disposable = Make,
            Outputs = Outputs(scoring),
            KnowsItsGenes = true,
            AnswersWithNaN = true,
            LearnsFromCells = false,
        };
    }

    private static UNetGapFillOptions Scoring(FillPolicy policy, GapFillColumns columns) =>
        s_context with { Scoring = s_context.Scoring with { Policy = policy, AdditionalColumns = columns } };

    private static string[] Outputs(GapFillScoringOptions scoring) => ["Filled", .. scoring.AdditionalColumns.Names("Filled")];

    private static UNetGapFillTransformer Reload(UNetGapFillTransformer transformer)
    {
        var path = Path.GetTempFileName();
        try
        {
            transformer.Save(path);
            return UNetGapFillTransformer.Load(path, new() { Device = ComputeDevice.Cpu, Threads = 1, BatchSize = 5 });
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
