using Microsoft.ML.Data;

namespace MLNetUNetFill.IO.Tests.Hdf5;

/// <summary>Does with a damaged file all that is done with files, and says what is wrong with how it ended.</summary>
internal static class HostileFile
{
    public const long MostMemory = 256 << 20;

    /// <summary>What went wrong, null where the file was read or refused in one sentence; null, too, for <paramref name="refusal"/> where
    /// it was read.</summary>
    public static string? Try(string path, out string? refusal)
    {
        string? problem = null, sentence = null;
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var use in Uses(path))
        {
            try
            {
                use();
            }
            catch (GapFillException e)
            {
                sentence ??= e.Message;
                if (e.Message.Contains('\n') || !e.Message.EndsWith('.')
                    || !e.Message.Contains(Path.GetFileName(path))) problem ??= $"no sentence with the file's name: {e.Message}";
            }
            catch (Exception e)
            {
                problem ??= e.ToString();
            }
        }

        refusal = sentence;
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        if (taken > MostMemory) problem ??= $"took {taken >> 20} MB ({sentence})";
        return problem;
    }

    private static IEnumerable<Action> Uses(string path)
    {
        if (path.EndsWith(".h5", StringComparison.Ordinal))
        {
            yield return () => ReadAll(TenXH5.Open(path));
            yield break;
        }

        yield return () => ReadAll(AnnData.Open(path));
        yield return () => ReadAll(AnnData.Open(path, "csc"));
        yield return () => AnnData.ReadObsColumn(path, "cell_type");
        var copy = path + ".copy.h5ad";
        yield return () =>
        {
            try
            {
                AnnDataWriter.AddLayer(path, copy, ["GENE0", "GENE1"], Enumerable.Repeat(new ReadOnlyMemory<float>([1, 2]), 12));
            }
            catch (ArgumentException e) when (e.Message.Contains("rows for"))
            {
                // Other numbers of cells are as good.
            }
            finally
            {
                File.Delete(copy);
            }
        };
    }

    private static void ReadAll(CountSource source)
    {
        var view = source.ToDataView();
        using var cursor = view.GetRowCursor(view.Schema);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Counts"]);
        VBuffer<float> row = default;
        while (cursor.MoveNext()) getter(ref row);
    }
}
