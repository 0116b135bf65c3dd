using Microsoft.ML.Data;
using MLNetUNetFill.Cells;
using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.Scoring;

/// <summary>Reads the counts and writes the filled values of the rows and cursors that serve a filled column.</summary>
internal static class FilledValues
{
    /// <summary>Writes one cell's counts out in full. A model that does not answer what is no count with NaN gets counts alone.</summary>
    /// <param name="counts">Dense or sparse counts of all genes.</param>
    /// <param name="destination">One slot per gene.</param>
    /// <param name="model">What is to score them.</param>
    /// <param name="columnName">Name of the column, for the message.</param>
    /// <param name="row">0-based row, for the message.</param>
    /// <exception cref="GapFillException">The row has another number of genes, or the model is of a format before 4 and a value is
    /// negative, NaN or infinite.</exception>
    public static void ReadCounts(in VBuffer<float> counts, Span<float> destination, GapFillModelFile model, string columnName, long row)
    {
        if (counts.Length != destination.Length)
            throw new GapFillException($"Column '{columnName}', row {row + 1}: found {counts.Length} genes; expected the model's "
                + $"{destination.Length}.");
        if (!model.AnswersWithNaN) CountsColumn.CheckCounts(counts, columnName, destination.Length, row);
        counts.CopyTo(destination);
    }

    /// <summary>Hands out one cell's filled values as a dense vector.</summary>
    public static void Write(ReadOnlySpan<float> filled, ref VBuffer<float> destination)
    {
        var editor = VBufferEditor.Create(ref destination, filled.Length);
        filled.CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Whether the vectors of an output are handed out sparse: the observed values, and the filled ones where the policy leaves
    /// most zeros zero.</summary>
    public static bool AreSparse(GapFillModelFile model, string output) =>
        output == model.ObservedName || (model.Policy.Kind == FillPolicyKind.Threshold && output == model.OutputName);

    /// <summary>Hands out one cell's filled values as a sparse vector, dense only where no value is zero.</summary>
    public static void WriteSparse(ReadOnlySpan<float> filled, ref VBuffer<float> destination)
    {
        var count = filled.Length - filled.Count(0f);
        if (count == filled.Length)
        {
            Write(filled, ref destination);
            return;
        }
        var editor = VBufferEditor.Create(ref destination, filled.Length, count);
        for (var (gene, at) = (0, 0); at < count; gene++)
        {
            if (filled[gene] == 0) continue;
            (editor.Indices[at], editor.Values[at]) = (gene, filled[gene]);
            at++;
        }
        destination = editor.Commit();
    }
}
