namespace Microsoft.ML.Data;

/// <summary>What one of our transformers adds to the rows of one schema; <see cref="RowToRowMapper"/> does the rest.</summary>
internal abstract class RowMapper
{
    /// <summary>The columns added. Called once.</summary>
    internal abstract DataViewSchema.DetachedColumn[] GetOutputColumns();

    /// <summary>The indices of the input columns that the added columns need.</summary>
    /// <param name="isActive">Tells by its index whether an added column is needed.</param>
    internal abstract IEnumerable<int> GetDependencies(Func<int, bool> isActive);

    /// <summary>A <see cref="ValueGetter{TValue}"/> for each added column that is active, null for the others.</summary>
    /// <param name="input">The row or cursor to read; the dependencies of the active columns are active in it.</param>
    /// <param name="isActive">Tells by its index whether an added column is needed.</param>
    /// <param name="disposer">What to do when the row is disposed of, or null.</param>
    internal abstract Delegate[] CreateGetters(DataViewRow input, Func<int, bool> isActive, out Action disposer);
}
