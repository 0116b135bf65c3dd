using MLNetUNetFill.Cli.Parsing;
using MLNetUNetFill.Cli.Report;
using MLNetUNetFill.Evaluation.Benchmark;
using MLNetUNetFill.Evaluation.Metrics;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Cli.Steps;

/// <summary>The 10x folder of filled values, with its provenance.</summary>
internal static class FilledFolder
{
    private static string Contents(FillPolicy policy) => "log1p(10000 * count / library size); " + policy.Kind switch
    {
        FillPolicyKind.Expected => "observed entries keep their value, zeros of modelled genes hold their expected value",
        FillPolicyKind.IfExpressed => "observed entries keep their value, zeros of modelled genes hold their value if expressed",
        FillPolicyKind.Threshold => "observed entries keep their value, zeros of modelled genes hold their value if expressed where "
            + "detection is likely",
        _ => "every entry of the modelled genes holds its expected value",
    };

    /// <summary>Checks that the folder may be written.</summary>
    public static string Check(string option, string path, params ReadOnlySpan<string?> inputs) =>
        OutputCheck.Folder(option, path, FilledMatrixProvenance.FileName, ["matrix.mtx.gz", "features.tsv.gz", "barcodes.tsv.gz"], inputs);

    /// <summary>Fills and writes row by row, without holding a matrix.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="folder">Where to write.</param>
    /// <param name="transformer">The trained model.</param>
    /// <param name="model">The model's name for the provenance.</param>
    /// <param name="counts">The raw counts.</param>
    /// <param name="input">Their name for the provenance.</param>
    public static FillReport Write(CommandContext context, string folder, UNetGapFillTransformer transformer, string model,
        CountSource counts, string input)
    {
        var check = new FillCheck(counts.GeneNames.Count);
        var rows = Filling.Rows(context, transformer, counts.ToDataView(transformer.InputColumnName), check);
        TenXWriter.Write(folder, counts.Barcodes, counts.GeneIds, counts.GeneNames, rows, cancellationToken: context.Cancelled);
        var report = check.Report();
        WriteProvenance(folder, transformer, model, counts.Barcodes.Count, input, report);
        return report;
    }

    /// <summary>Writes a matrix that is filled already.</summary>
    public static FillReport Write(CommandContext context, string folder, UNetGapFillTransformer transformer, string model,
        CountMatrix counts, string input, CountMatrix filled)
    {
        TenXWriter.Write(folder, filled, cancellationToken: context.Cancelled);
        var report = FillCheck.Compare(counts, filled);
        WriteProvenance(folder, transformer, model, counts.CellCount, input, report);
        return report;
    }

    private static void WriteProvenance(string folder, UNetGapFillTransformer transformer, string model, int cells, string input,
        FillReport fill) =>
        ReportFile.Write(Path.Combine(folder, FilledMatrixProvenance.FileName),
            new FilledMatrixProvenance(Tool.NameAndVersion, Contents(transformer.Policy), input, cells, transformer.GeneNames.Count,
                transformer.ModelledGeneCount, PolicyOptions.Describe(transformer.Policy), model, transformer.ModelHash,
                transformer.Provenance, DeviceReport.ForFilling(transformer), fill));
}
