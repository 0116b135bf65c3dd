namespace MLNetUNetFill.IO;

/// <summary>Opens files of counts of every format.</summary>
public static class CountFile
{
    private const int StartLength = 512;

    private const string RdsAdvice = "write a 10x folder from R: DropletUtils::write10xCounts(\"counts\", "
        + "SeuratObject::LayerData(object, layer = \"counts\"), version = \"3\")";
    private const string LoomAdvice = "convert it with Python: anndata.read_loom(\"in.loom\").write_h5ad(\"out.h5ad\")";

    /// <summary>
    /// Opens a file or folder of counts to read its cells one by one, as often as wanted. All of it is read once to check it. The format
    /// is recognised by content, then by name.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">What is to be known beside that.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <exception cref="GapFillException">The file is missing, damaged, of another format, or holds no counts; the message gives the
    /// place, what was found and what was expected.</exception>
    /// <exception cref="OperationCanceledException">The cancellation token was triggered.</exception>
    public static CountSource Open(string path, CountFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new CountFileOptions();
        if (options.Format != CountFormat.Auto) RequireFile(path);
        var format = options.Format == CountFormat.Auto ? Recognise(path) : options.Format;
        var source = format switch
        {
            CountFormat.Mtx => TenX.Open(path, options.Prefix, options.InMemory, cancellationToken),
            CountFormat.TenXH5 => TenXH5.Open(path, options.Genome, cancellationToken),
            CountFormat.AnnData => WithColumns(AnnData.Open(path, options.Layer, cancellationToken), options),
            _ => CountTable.Open(path, format, options, cancellationToken),
        };
        if (options.CarryThrough is [var column, ..] && source.Carried.Count == 0)
            throw new GapFillException($"{path} has no column '{column}' beside its genes; "
                + "expected a table or an .h5ad file, which may have some.");
        source = ScaleCheck.Apply(source, options, cancellationToken);
        return !options.InMemory || !source.IsStreamed ? source
            : new CountSource(source.Path, source.ToMatrix(cancellationToken), source.Evidence, source.Warnings)
            {
                Labels = source.Labels,
                Carried = source.Carried,
            };
    }

    /// <summary>Refuses a pipe: a file is read once to check it, and again for its values.</summary>
    private static void RequireFile(string path)
    {
        if (!File.Exists(path)) return;
        try
        {
            using var file = File.OpenRead(path);
            if (!file.CanSeek) throw new GapFillException($"{path} is a pipe; expected a file: counts are read more than once.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GapFillException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Finds out what a file is.</summary>
    /// <exception cref="GapFillException">It is missing, or of a format that is not read.</exception>
    internal static CountFormat Recognise(string path)
    {
        RequireFile(path);
        var name = Path.GetFileName(path);
        if (Directory.Exists(path))
            return !File.Exists(Path.Combine(path, ".zgroup")) && !File.Exists(Path.Combine(path, "zarr.json")) ? CountFormat.Mtx
                : throw new GapFillException($"{path} is a zarr store; expected a file: convert it with Python: "
                    + $"anndata.read_zarr(\"{name}\").write_h5ad(\"out.h5ad\").");
        if (!File.Exists(path)) throw new GapFillException($"{path} does not exist; expected a file or folder of counts.");
        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension is ".rds" or ".rda" or ".rdata") throw Rds(path);
        if (Hdf5File.HasSignature(path))
            return Hdf5Contents.Detect(path) switch
            {
                Hdf5Contents.Kind.AnnData => CountFormat.AnnData,
                Hdf5Contents.Kind.TenX => CountFormat.TenXH5,
                Hdf5Contents.Kind.Loom =>
                    throw new GapFillException($"{path} is a loom file, which is not read; expected another format: {LoomAdvice}."),
                _ => throw new GapFillException($"{path} is an HDF5 file of neither AnnData nor 10x Genomics; expected one of them, "
                    + "a 10x folder or a table."),
            };
        if (extension == ".loom")
            throw new GapFillException($"{path} is a loom file by its name, which is not read; expected another format: {LoomAdvice}.");
        using var stream = TextFile.OpenRead(path);
        var start = new byte[StartLength];
        var text = start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        if (text.StartsWith("RDX"u8) || text.StartsWith("RDA"u8) || text.StartsWith("X\n\0\0"u8) || text.StartsWith("A\n2\n"u8)
            || text.StartsWith("A\n3\n"u8))
            throw Rds(path);
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        if (Encoding.ASCII.GetString(text).StartsWith("%%MatrixMarket", StringComparison.OrdinalIgnoreCase)) return CountFormat.Mtx;
        if (text.Contains((byte)0))
            throw new GapFillException($"{path} holds binary data of no known format; "
                + "expected a 10x folder or a table of text, plain or gzip.");
        var tab = text.IndexOfAny((byte)'\t', (byte)'\n');
        return tab >= 0 && text[tab] == '\t' ? CountFormat.Tsv : CountFormat.Csv;
    }

    private static CountSource WithColumns(CountSource source, CountFileOptions options)
    {
        source.Carried = [.. options.OtherColumns.Select((name, place) =>
            new CarriedColumn(name, place, AnnData.ReadObsColumn(source.Path, name)))];
        source.Labels = source.Carried.FirstOrDefault(column => column.Name == options.LabelColumn)?.Texts;
        return source;
    }

    private static GapFillException Rds(string path) =>
        new($"{path} is a file of R's own format, which is not read; expected another format: {RdsAdvice}.");
}
