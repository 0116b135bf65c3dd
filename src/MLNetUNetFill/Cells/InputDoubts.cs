using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetUNetFill.Cells;

/// <summary>Notices what training accepts but raw counts rarely look like.</summary>
internal sealed class InputDoubts
{
    private long _cells, _emptyCells, _values, _fractions;

    /// <summary>Looks at one cell.</summary>
    /// <param name="counts">Its counts above 0.</param>
    public void Add(ReadOnlySpan<float> counts)
    {
        _cells++;
        if (counts.IsEmpty) _emptyCells++;
        _values += counts.Length;
        foreach (var count in counts)
            if (count != MathF.Truncate(count)) _fractions++;
    }

    /// <summary>What is doubtful, a sentence each.</summary>
    /// <param name="column">The cells' column.</param>
    public IEnumerable<string> Describe(DataViewSchema.Column column)
    {
        // Estimated read counts have fractions, too, but not in most entries.
        if (_fractions > _values / 2)
            yield return Sentence($"Column '{column.Name}': {_fractions:N0} of {_values:N0} values are no whole numbers; expected raw counts, not normalised values.");
        if (_emptyCells > 0)
            yield return Sentence($"Column '{column.Name}': {_emptyCells:N0} of {_cells:N0} cells hold no counts; they are left out of training and stay zero.");
        if (!column.HasSlotNames())
            yield return Sentence($"Column '{column.Name}' has no slot names: genes are called Gene1, Gene2, ..., so that no one can tell whether other cells have the same genes.");
    }

    private static string Sentence(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
