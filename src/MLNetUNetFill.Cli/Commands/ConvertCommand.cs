namespace MLNetUNetFill.Cli.Commands;

/// <summary><c>unetfill convert</c>: a matrix from one format to another.</summary>
internal static class ConvertCommand
{
    private static readonly string[] TenXFiles = ["matrix.mtx.gz", "features.tsv.gz", "barcodes.tsv.gz"];

    /// <summary>Creates the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var input = new InputOptions();
        var output = OptionFactory.RequiredPath("--output", "PATH",
            "10x folder to write; or a file whose name ends in .h5ad, or in .csv or .tsv for a table with a row a cell, packed with .gz; "
                + "an earlier one is replaced");
        var command = new Command("convert", "Writes a matrix in another format, cell by cell.") { input.Path, output };
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            var (source, outputPath) = (input.Read(parsed), parsed.GetRequiredValue(output));
            var target = OutputCheck.Matrix("--output", outputPath, TenXFiles[0], TenXFiles, source.Path);
            // What is converted need not be counts; but with a scale named it becomes counts.
            var counts = Inputs.Open(context, source.Path, source.Format with { OnSuspiciousInput = SuspiciousInput.Accept });
            if (ExpressionFile.FormatOfName(outputPath) == CountFormat.AnnData)
                AnnDataWriter.Write(target, counts, cancellationToken: context.Cancelled);
            else
            {
                using var sink = FilledMatrix.Sink(context, target, counts, counts.Evidence.FractionalValues == 0);
                ExpressionFile.Copy(counts, sink, context.Cancelled);
            }

            Console.WriteLine($"Matrix: {outputPath} ({Counted.Text(counts.Barcodes.Count, "cell")} x "
                + $"{Counted.Text(counts.GeneNames.Count, "gene")})");
        });
        return command;
    }
}
