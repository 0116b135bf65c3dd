namespace MLNetUNetFill.IO.H5ad;

/// <summary>The table <c>obs</c> or <c>var</c> of an .h5ad file: the names of its rows and its columns, in the encodings of all versions
/// of AnnData.</summary>
internal sealed class AnnotationTable
{
    private const string Missing = "NA";

    private readonly Hdf5File _file;
    private readonly string _name;
    private readonly Hdf5Group? _group;
    private readonly Dictionary<string, object?>[]? _records;

    private AnnotationTable(Hdf5File file, string name, Hdf5Group? group, Dictionary<string, object?>[]? records) =>
        (_file, _name, _group, _records) = (file, name, group, records);

    /// <summary>Finds the table.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Its name, for example <c>raw/var</c>.</param>
    public static AnnotationTable Find(Hdf5File file, string name) => file.Root.Find(name) switch
    {
        Hdf5Group group => new(file, name, group, null),
        Hdf5Dataset { Type.Class: H5DataTypeClass.Compound } dataset => new(file, name, null, Records(dataset)),
        null => throw file.Error("/", $"found no '{name}'", "an .h5ad file of AnnData with obs, var and X"),
        var other => throw other.Error("found a dataset", "a table of annotations"),
    };

    /// <summary>The names of the rows.</summary>
    public string[] Names()
    {
        if (_group is null)
        {
            var first = _records![0].Keys.FirstOrDefault(key => key is "index" or "_index") ?? _records[0].Keys.First();
            return FromRecords(first);
        }

        var name = _group.TextAttribute("_index");
        foreach (var candidate in new[] { name, "_index", "index" })
            if (candidate is not null && _group.Find(candidate) is { } index) return Texts(index);
        throw _group.Error("found no index", "a dataset with the names of the rows, named by the attribute _index");
    }

    /// <summary>A column as text, null where there is none of that name.</summary>
    public string[]? Column(string column)
    {
        if (_records is not null) return _records[0].ContainsKey(column) ? FromRecords(column) : null;
        if (column.Contains('/') || _group!.Find(column) is not { } found) return null;
        return Texts(found);
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns() => _records is not null ? [.. _records[0].Keys]
        : _group!.TextsAttribute("column-order")
        ?? [.. _group.Children().Select(child => child.Name).Where(name => !name.StartsWith("__", StringComparison.Ordinal))];

    private string[] Texts(Hdf5Object column)
    {
        if (column is Hdf5Dataset dataset)
        {
            _ = dataset.Vector("a column of one dimension");
            // Up to AnnData 0.7 the texts of a categorical column lie beside it.
            return !dataset.HoldsText && _group?.Dataset($"__categories/{dataset.Name}") is { } categories
                ? Chosen(dataset, Plain(categories)) : Plain(dataset);
        }

        var group = (Hdf5Group)column;
        if (group.Dataset("codes") is { } codes && group.Dataset("categories") is { } texts) return Chosen(codes, Plain(texts));
        if (group.Dataset("values") is { } values && group.Dataset("mask") is { } mask)
        {
            var (all, missing) = (Plain(values), mask.ReadFlags());
            if (missing.Length != all.Length) throw mask.Error($"found {mask.Shape}", $"{all.Length}, as many as values");
            return [.. all.Select((text, row) => missing[row] ? Missing : text)];
        }

        throw group.Error($"found the encoding {NameList.Quote(group.TextAttribute("encoding-type") ?? "none")}",
            "a column of text, numbers, flags or categories");
    }

    private static string[] Chosen(Hdf5Dataset codes, string[] categories)
    {
        if (!codes.IsInteger) throw codes.Error($"found {codes.Type.Class}", "the numbers of categories");
        var rows = codes.ReadAll<long>();
        return [.. rows.Select((code, row) => code == -1 ? Missing : code >= 0 && code < categories.Length ? categories[code]
            : throw codes.Error($"found the category {code} in row {row + 1}", $"-1 to {categories.Length - 1}"))];
    }

    private static string[] Plain(Hdf5Dataset dataset)
    {
        if (dataset.HoldsText) return dataset.ReadTexts();
        if (dataset.IsFlags) return [.. dataset.ReadFlags().Select(flag => flag ? "True" : "False")];
        if (dataset.IsInteger) return [.. dataset.ReadAll<Int128>().Select(number => number.ToString(CultureInfo.InvariantCulture))];
        if (!dataset.IsNumeric) throw dataset.Error($"found {dataset.Type.Class}", "a column of text, numbers, flags or categories");
        return [.. dataset.ReadAll<double>().Select(number => double.IsNaN(number) ? Missing
            : number.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Up to AnnData 0.6 a table is one dataset of records, its categories are among the unstructured annotations.</summary>
    private string[] FromRecords(string column)
    {
        var texts = _records!.Select(record => Convert.ToString(record[column], CultureInfo.InvariantCulture) ?? "");
        if (_file.Root.Dataset($"uns/{column}_categories") is not { HoldsText: true } dataset) return [.. texts];
        var categories = dataset.ReadTexts();
        return [.. texts.Select((text, row) =>
            int.TryParse(text, CultureInfo.InvariantCulture, out var code) && code >= -1 && code < categories.Length
            ? code < 0 ? Missing : categories[code]
            : throw _file.Error("/" + _name, $"found the category {NameList.Quote(text)} of '{column}' in row {row + 1}",
            $"-1 to {categories.Length - 1}"))];
    }

    private static Dictionary<string, object?>[] Records(Hdf5Dataset dataset)
    {
        var count = dataset.Vector("a table");
        if (count == 0) throw dataset.Error("found an empty table", "at least 1 row");
        if (count * Math.Max(1, dataset.Type.Size) > 1 << 28) throw dataset.Error($"found {dataset.Shape}", "a table of at most 256 MB");
        return dataset.File.Guard(dataset.Place, () => dataset.Native.Read<Dictionary<string, object?>[]>(), count * 8);
    }
}
