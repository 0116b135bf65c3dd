using System.Globalization;

namespace MLNetUNetFill.Cells;

/// <summary>The ML.NET column that holds a cell's raw counts: finding it, checking its type, reading its gene names and rows.</summary>
internal static class CountsColumn
{
    /// <summary>Finds the column and checks that it is a known-size vector of <see cref="float"/>.</summary>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw Missing(nameof(schema), name, schema.Select(column => column.Name));
        if (column.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
            throw Mismatch(nameof(schema), name, column.Type.ToString()!);
        return column;
    }

    /// <summary>Finds the column in a shape and checks that it is a known-size vector of <see cref="float"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or not a known-size vector of
    /// <see cref="float"/>.</exception>
    public static SchemaShape.Column Find(SchemaShape inputSchema, string name)
    {
        var column = inputSchema.FirstOrDefault(column => column.Name == name);
        if (column.Name is null) throw Missing(nameof(inputSchema), name, inputSchema.Select(column => column.Name));
        return column.Kind == SchemaShape.Column.VectorKind.Vector && column.ItemType == NumberDataViewType.Single ? column
            : throw Mismatch(nameof(inputSchema), name, TypeName(column));
    }

    /// <summary>The shape of a schema with filled columns added; they replace columns of the same name.</summary>
    public static SchemaShape AddFilled(SchemaShape schema, IReadOnlyCollection<string> names, bool withSlotNames) => new(
        [.. schema.Where(column => !names.Contains(column.Name)), .. names.Select(name => FilledShape(name, withSlotNames))]);

    /// <summary>Number of genes: slots of the column.</summary>
    public static int GeneCount(DataViewSchema.Column column) => ((VectorDataViewType)column.Type).Size;

    /// <summary>The slot names, <c>Gene1</c>, <c>Gene2</c>, ... where the column has none.</summary>
    public static string[] GeneNames(DataViewSchema.Column column)
    {
        var names = new string[GeneCount(column)];
        if (column.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> slots = default;
            column.GetSlotNames(ref slots);
            foreach (var (slot, slotName) in slots.Items()) names[slot] = slotName.ToString();
        }
        for (var gene = 0; gene < names.Length; gene++)
            if (string.IsNullOrEmpty(names[gene])) names[gene] = $"Gene{gene + 1}";
        return names;
    }

    /// <summary>Refuses a column of other genes.</summary>
    /// <param name="column">A column that <see cref="Find(DataViewSchema, string)"/> found.</param>
    /// <param name="expected">The names of the genes; only their number counts where the column has no slot names.</param>
    /// <param name="where">What holds the column, to follow its name in the message.</param>
    /// <param name="whose">Whose the expected genes are.</param>
    /// <exception cref="GapFillException">The number or the name of a gene differs.</exception>
    public static void RequireGenes(DataViewSchema.Column column, IReadOnlyList<string> expected, string where, string whose)
    {
        var found = GeneNames(column);
        if (found.Length != expected.Count)
            throw new GapFillException($"Column '{column.Name}'{where}: found {Counted.Text(found.Length, "gene")}; expected the {whose}'s "
                + $"{expected.Count}.");
        if (!column.HasSlotNames() || found.SequenceEqual(expected)) return;
        var slot = found.Zip(expected).Index().First(pair => pair.Item.First != pair.Item.Second).Index;
        throw new GapFillException($"Column '{column.Name}'{where}, slot {slot + 1}: found gene '{found[slot]}'; "
            + $"expected the {whose}'s '{expected[slot]}'.");
    }

    /// <summary>The annotation that names the slots of a column.</summary>
    /// <param name="geneNames">The names.</param>
    /// <param name="geneIds">One identifier per gene, to be annotated as <see cref="CellSchema.GeneIds"/>; or none.</param>
    public static DataViewSchema.Annotations SlotNames(IReadOnlyList<string> geneNames, IReadOnlyList<string>? geneIds = null)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        Annotate("SlotNames", geneNames);
        if (geneIds is not null && !geneIds.SequenceEqual(geneNames)) Annotate(CellSchema.GeneIds, geneIds);
        return annotations.ToAnnotations();

        void Annotate(string name, IReadOnlyList<string> texts) => annotations.Add(name,
            new VectorDataViewType(TextDataViewType.Instance, texts.Count), (ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                var editor = VBufferEditor.Create(ref value, texts.Count);
                for (var gene = 0; gene < texts.Count; gene++) editor.Values[gene] = texts[gene].AsMemory();
                value = editor.Commit();
            });
    }

    /// <summary>Refuses a row that is not a cell, and names the row, the gene and the value.</summary>
    /// <param name="counts">One cell.</param>
    /// <param name="column">The column.</param>
    /// <param name="row">0-based row, for the message.</param>
    /// <exception cref="GapFillException">The row has another number of genes, or a value is negative, NaN or infinite.</exception>
    public static void CheckCounts(in VBuffer<float> counts, DataViewSchema.Column column, long row)
    {
        if (counts.Length != GeneCount(column))
            throw new GapFillException($"Column '{column.Name}', row {row + 1}: found {Counted.Text(counts.Length, "gene")}; expected the "
                + $"column's {GeneCount(column)}.");
        var values = counts.GetValues();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] >= 0 && float.IsFinite(values[i])) continue;
            var slot = counts.IsDense ? i : counts.GetIndices()[i];
            var gene = column.HasSlotNames() ? $" (gene {NameList.Quote(GeneNames(column)[slot])})" : "";
            throw new GapFillException(string.Create(CultureInfo.InvariantCulture, $"Column '{column.Name}', row {row + 1}, "
                + $"slot {slot + 1}{gene}: found {values[i]}; expected a count, a finite number that is not negative."));
        }
    }

    /// <summary>The identifier of each gene; null where the column has none.</summary>
    public static string[]? GeneIds(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(CellSchema.GeneIds) is null) return null;
        VBuffer<ReadOnlyMemory<char>> texts = default;
        column.Annotations.GetValue(CellSchema.GeneIds, ref texts);
        return [.. texts.DenseValues().Select(text => text.ToString())];
    }

    public static ArgumentOutOfRangeException Missing(string parameter, string name, IEnumerable<string> present) =>
        new(parameter, $"Could not find input column '{name}'; the columns are "
            + $"{string.Join(", ", present.Distinct().Select(n => $"'{n}'"))}.");

    public static ArgumentOutOfRangeException Mismatch(string parameter, string name, string found) =>
        new(parameter, $"Schema mismatch for input column '{name}': expected known-size vector of Single, got {found}; join columns of "
            + "one gene each with Concatenate, convert other numbers with Conversion.ConvertType, and give an array of a class of yours "
            + "[VectorType(genes)].");

    // As ML.NET words the types of shapes.
    private static string TypeName(SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{item}>",
            _ => item,
        };
    }

    /// <summary>A known-size vector of <see cref="float"/>. <c>SchemaShape.Column</c> has no public constructor, so the shape is one that
    /// ML.NET makes: of a mapping to the column.</summary>
    private static SchemaShape.Column FilledShape(string name, bool withSlotNames) =>
        new MLContext().Transforms.CustomMapping<object, GeneRow>((_, _) => { }, null, null,
            GeneRow.Define(name, 1, withSlotNames ? [name] : null)).GetOutputSchema(new SchemaShape([]))[0];
}
