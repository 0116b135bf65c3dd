using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill.Scoring;

/// <summary>Writes the filled values of the rows and cursors that serve a filled column.</summary>
internal static class FilledValues
{
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
