using System.Diagnostics;
using Microsoft.ML.Data;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Benchmarks;

/// <summary><c>files FILE...</c>: times checking files of counts, reading their cells and adding a dense layer to an .h5ad file, beside
/// what Python's libraries take for the same file in the same run (<c>tests/python/count_files.py</c>). Each time, Python's too, is the
/// median of three passes after one that is not counted.</summary>
internal static class FileReading
{
    private const int BytesPerEntry = 8; // a value and an index
    private const int Passes = 3; // as in count_files.py

    public static int Run(IEnumerable<string> paths)
    {
        Console.WriteLine("| file, reader | time | values and indices | peak |\n|---|---|---|---|");
        foreach (var path in paths)
        {
            Read(path);
            using var python = Process.Start("/usr/bin/python3", ["tests/python/count_files.py", "time", path]);
            python.WaitForExit();
        }

        return 0;
    }

    private static void Read(string path)
    {
        var name = Path.GetFileName(path);
        CountSource Open() => CountFile.Open(path, new CountFileOptions { CellAxis = CellAxis.Rows });
        var source = Open();
        var bytes = source.NonZeroCount * BytesPerEntry;
        Report($"{name}, opened and checked", bytes, () => Open());
        Report($"{name}, read cell by cell", bytes, () =>
        {
            var view = source.ToDataView();
            using var cursor = view.GetRowCursor([view.Schema["Counts"]]);
            var getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Counts"]);
            VBuffer<float> row = default;
            while (cursor.MoveNext()) getter(ref row);
        });
        if (!path.EndsWith(".h5ad", StringComparison.Ordinal)) return;
        var filled = new float[source.GeneNames.Count];
        var copy = path + ".layer.h5ad";
        try
        {
            Report($"{name}, copied with a dense layer", (long)source.Barcodes.Count * filled.Length * sizeof(float), () =>
                AnnDataWriter.AddLayer(path, copy, source.GeneNames, source.Barcodes.Select((_, cell) =>
                {
                    for (var gene = 0; gene < filled.Length; gene++)
                        filled[gene] = MathF.Round(MathF.Log(1 + (cell * 31 + gene * 7) % 64), 4);
                    return (ReadOnlyMemory<float>)filled;
                })));
        }
        finally
        {
            File.Delete(copy);
        }
    }

    /// <summary>Times a reader that has warmed up: the first pass compiles it, and reads the file from the disk.</summary>
    private static void Report(string what, long bytes, Action read)
    {
        read();
        var seconds = Enumerable.Range(0, Passes).Select(_ =>
        {
            var watch = Stopwatch.StartNew();
            read();
            return watch.Elapsed.TotalSeconds;
        }).Order().ElementAt(Passes / 2);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant(
            $"| {what} | {seconds:F2} s | {bytes / 1e6 / seconds:F1} MB/s | {process.PeakWorkingSet64 >> 20} MB |"));
    }
}
