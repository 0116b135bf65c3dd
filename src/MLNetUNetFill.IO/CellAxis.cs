namespace MLNetUNetFill.IO;

/// <summary>Which way a table lies.</summary>
public enum CellAxis
{
    /// <summary>Not said: a table is then refused, since nothing in it tells cells from genes.</summary>
    Unknown,

    /// <summary>A row a cell, a column a gene.</summary>
    Rows,

    /// <summary>A column a cell, a row a gene: the table is held in memory.</summary>
    Columns,
}
