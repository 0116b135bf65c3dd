namespace MLNetUNetFill.IO;

/// <summary>What is to be known of a file of counts beside its path.</summary>
public sealed record CountFileOptions
{
    /// <summary>The format. Default <see cref="CountFormat.Auto"/>: recognised by content, then by name.</summary>
    public CountFormat Format { get; init; }

    /// <summary>What the names of the three files of a 10x folder begin with, for example <c>GSM123_</c>. Default none.</summary>
    public string? Prefix { get; init; }

    /// <summary>Where the counts of an <c>.h5ad</c> file are: <c>X</c>, <c>raw</c> or a layer; <see langword="null"/> for the first of X,
    /// <c>layers/counts</c> and <c>raw/X</c> that holds whole numbers.</summary>
    public string? Layer { get; init; }

    /// <summary>The genome of a 10x <c>.h5</c> file of several. Default none: the only one.</summary>
    public string? Genome { get; init; }

    /// <summary>Which way a table lies. Default <see cref="CellAxis.Unknown"/>, which is refused.</summary>
    public CellAxis CellAxis { get; init; }

    /// <summary>The column of a table, cells in rows, or of <c>obs</c> in an <c>.h5ad</c> file that holds the cells' labels. Default
    /// none.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Further columns of the same kind, which hold no counts either and go from the input to the output as they are.</summary>
    internal IReadOnlyList<string> CarryThrough { get; init; } = [];

    /// <summary>All columns that hold no counts.</summary>
    internal IReadOnlyList<string> OtherColumns => LabelColumn is null ? CarryThrough : [.. CarryThrough.Append(LabelColumn).Distinct()];

    /// <summary>What the values are. Default <see cref="InputScale.Unknown"/>.</summary>
    public InputScale Scale { get; init; }

    /// <summary>What becomes of values that do not look like counts while <see cref="Scale"/> is unknown. Default
    /// <see cref="SuspiciousInput.Warn"/>, in <see cref="CountSource.Warnings"/>.</summary>
    public SuspiciousInput OnSuspiciousInput { get; init; }

    /// <summary>Whether to hold the values, for who reads them more than once or in another order. Default false.</summary>
    public bool InMemory { get; init; }
}
