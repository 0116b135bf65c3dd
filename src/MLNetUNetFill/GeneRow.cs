namespace MLNetUNetFill;

/// <summary>A row of a view with one column, whose name and length are known only at run time: the values of a cell's genes.</summary>
internal sealed class GeneRow
{
    /// <summary>One value a gene.</summary>
    public VBuffer<float> Values { get; set; }

    /// <summary>Defines the column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">Number of genes.</param>
    /// <param name="slotNames">Their names; or none.</param>
    public static SchemaDefinition Define(string name, int length, IReadOnlyList<string>? slotNames = null)
    {
        var definition = SchemaDefinition.Create(typeof(GeneRow));
        var column = definition[0];
        (column.ColumnName, column.ColumnType) = (name, new VectorDataViewType(NumberDataViewType.Single, length));
        if (slotNames is not null)
            column.AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(length, [.. slotNames.Select(slot => slot.AsMemory())]),
                new VectorDataViewType(TextDataViewType.Instance, length));
        return definition;
    }
}
