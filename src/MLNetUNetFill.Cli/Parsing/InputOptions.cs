namespace MLNetUNetFill.Cli.Parsing;

/// <summary>The input and what is to be known of it: format, prefix, which way a table lies, the scale of its values.</summary>
internal sealed class InputOptions
{
    private readonly Settings<CountFileOptions> _settings = new();
    private readonly Option<string?> _labelColumn = OptionFactory.OptionalText("--label-column", "NAME",
        "Column of the cell types: in the file of --labels, else in the input, a table or the obs of an .h5ad file");

    private readonly Option<string[]> _carried = new("--label-column")
    {
        Description = "Column of cell types, or of anything else that is no gene, in a table or the obs of an .h5ad file; a table or .h5ad "
            + "file that is written has it, too; may be repeated",
        HelpName = "NAME",
    };

    /// <summary>The path.</summary>
    public Option<string> Path { get; } = OptionFactory.RequiredPath("--input", "PATH",
        "Raw counts: a 10x folder (matrix.mtx, features.tsv or genes.tsv, barcodes.tsv, each plain or .gz), a 10x .h5 file, an .h5ad "
            + "file, or a CSV or TSV table");

    /// <summary>The cells' known types, for a verb that has a use for them.</summary>
    public Option<string?> Labels { get; } = OptionFactory.OptionalPath("--labels", "FILE",
        "Cell types, a line 'barcode<TAB>label' for every cell under that header, also with commas or semicolons, or "
            + "obs:COLUMN of the input; without it no ARI and NMI");

    /// <summary>Creates the options, in the order of the help.</summary>
    public InputOptions()
    {
        _settings.Add(OptionFactory.Choice("--format", "Format of the input: by content, then by name",
            ("auto", CountFormat.Auto), ("mtx", CountFormat.Mtx), ("h5", CountFormat.TenXH5), ("h5ad", CountFormat.AnnData),
            ("csv", CountFormat.Csv), ("tsv", CountFormat.Tsv)), (options, format) => options with { Format = format });
        _settings.Add(OptionFactory.OptionalText("--prefix", "PREFIX",
            "What the names of the three 10x files begin with, for example GSM123_"),
            (options, prefix) => options with { Prefix = prefix });
        _settings.Add(OptionFactory.OptionalText("--layer", "NAME",
            "Where the counts of an .h5ad file are: X, raw or a layer "
                + "[default: the first of X, layers/counts, raw/X that holds whole numbers]"),
            (options, layer) => options with { Layer = layer });
        _settings.Add(OptionFactory.OptionalText("--genome", "NAME", "Genome of a 10x .h5 file that holds several"),
            (options, genome) => options with { Genome = genome });
        _settings.Add(OptionFactory.Choice("--cell-axis", "Where the cells of a CSV or TSV table are",
            ("unknown", CellAxis.Unknown), ("rows", CellAxis.Rows), ("columns", CellAxis.Columns)),
            (options, axis) => options with { CellAxis = axis });
        _settings.Add(OptionFactory.Choice("--input-scale",
            "What the values are; counts are brought back from the others where that is exact, and what is not said is found out",
            ("unknown", InputScale.Unknown), ("counts", InputScale.Counts), ("cp10k", InputScale.Cp10k), ("cpm", InputScale.Cpm),
            ("tpm", InputScale.Tpm), ("log1p", InputScale.Log1p)), (options, scale) => options with { Scale = scale });
    }

    /// <summary>Adds the options to a verb, but for <see cref="Path"/> and <see cref="Labels"/>, which stand before others.</summary>
    public void AddTo(Command command)
    {
        _settings.AddTo(command);
        command.Options.Add(command.Options.Contains(Labels) ? _labelColumn : _carried);
    }

    /// <summary>The input as typed; what does not look like counts is refused. <c>--labels obs:NAME</c> names a column of the input, as
    /// <c>--label-column NAME</c> alone does.</summary>
    /// <exception cref="UsageException">An option has no effect, which its user expects.</exception>
    public InputSource Read(ParseResult parsed)
    {
        const string ofInput = "obs:";
        var (path, labels, column) = (parsed.GetRequiredValue(Path), parsed.GetValue(Labels), parsed.GetValue(_labelColumn));
        var format = _settings.Read(parsed, new CountFileOptions
        {
            CarryThrough = parsed.GetValue(_carried) ?? [],
            OnSuspiciousInput = SuspiciousInput.Refuse,
        });
        RequireFormat(path, format);
        if (labels?.StartsWith(ofInput, StringComparison.Ordinal) != true)
            return new InputSource(path, format, labels, column, $"--label-column is '{column}'");
        return column is null ? new InputSource(path, format, null, labels[ofInput.Length..], $"--labels is '{labels}'")
            : throw new UsageException($"--label-column is '{column}' and --labels is '{labels}', which names a column, too; expected one "
                + "of them.");
    }

    /// <summary>Refuses options of another format than the input's.</summary>
    private static void RequireFormat(string path, CountFileOptions options)
    {
        Require("--prefix", options.Prefix, CountFormat.Mtx);
        Require("--layer", options.Layer, CountFormat.AnnData);
        Require("--genome", options.Genome, CountFormat.TenXH5);
        Require("--cell-axis", options.CellAxis == CellAxis.Unknown ? null : options.CellAxis.ToString().ToLowerInvariant(),
            CountFormat.Csv);

        void Require(string option, string? value, CountFormat needed)
        {
            if (value is null) return;
            var (found, expected) = (Describe(options.Format == CountFormat.Auto ? CountFile.Recognise(path) : options.Format),
                Describe(needed));
            if (found != expected)
                throw new UsageException($"{option} is '{value}', but --input {path} is {found}; expected {expected} with it, or no "
                    + $"{option}.");
        }

        static string Describe(CountFormat format) => format switch
        {
            CountFormat.Mtx => "a 10x folder",
            CountFormat.TenXH5 => "a 10x .h5 file",
            CountFormat.AnnData => "an .h5ad file",
            _ => "a table",
        };
    }
}

/// <summary>An input and its labels, as named on the command line.</summary>
/// <param name="Path">The raw counts.</param>
/// <param name="Format">What is to be known of them.</param>
/// <param name="LabelFile">The file of labels; null for none.</param>
/// <param name="LabelColumn">The column of the labels, in that file or else in the input; null for none.</param>
/// <param name="ColumnAsTyped">The option that names it, with its value, for messages.</param>
internal sealed record InputSource(string Path, CountFileOptions Format, string? LabelFile, string? LabelColumn, string ColumnAsTyped);
