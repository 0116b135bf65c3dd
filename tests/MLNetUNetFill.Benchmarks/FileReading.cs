using System.Diagnostics;
using Microsoft.ML.Data;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Benchmarks;

/// <summary><c>files FILE...</c>: times checking files of counts, reading their cells and adding a dense layer to an .h5ad file, beside
/// what Python's libraries take for the same file in the same run (<c>tests/python/count_files.py</c>).</summary>
internal static class FileReading
{
    private const int BytesPerEntry = 8; // a value and an index

    public static int Run(IEnumerable<string> paths)
    {
        Console.WriteLine("| file, reader | time | values and indices | peak |\n|---|---|---|---|");
        foreach (var path in paths)
        {
            // The first file of a format pays for compiling its reader.
            Read(path, report: false);
            Read(path, report: true);
            using var python = Process.Start("/usr/bin/python3", ["tests/python/count_files.py", "time", path]);
            python.WaitForExit();
        }

        return 0;
    }

    private static void Read(string path, bool report)
    {
        var watch = Stopwatch.StartNew();
        var source = CountFile.Open(path, new CountFileOptions { CellAxis = CellAxis.Rows });
        var bytes = source.NonZeroCount * BytesPerEntry;
        if (report) Report($"{Path.GetFileName(path)}, opened and checked", watch, bytes);
        watch.Restart();
        var view = source.ToDataView();
        using (var cursor = view.GetRowCursor([view.Schema["Counts"]]))
        {
            var getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Counts"]);
            VBuffer<float> row = default;
            while (cursor.MoveNext()) getter(ref row);
        }

        if (report) Report($"{Path.GetFileName(path)}, read cell by cell", watch, bytes);
        if (!report || !path.EndsWith(".h5ad", StringComparison.Ordinal)) return;
        watch.Restart();
        var filled = new float[source.GeneNames.Count];
        var copy = path + ".layer.h5ad";
        try
        {
            AnnDataWriter.AddLayer(path, copy, source.GeneNames, source.Barcodes.Select((_, cell) =>
            {
                for (var gene = 0; gene < filled.Length; gene++) filled[gene] = MathF.Round(MathF.Log(1 + (cell * 31 + gene * 7) % 64), 4);
                return (ReadOnlyMemory<float>)filled;
            }));
            Report($"{Path.GetFileName(path)}, copied with a dense layer", watch,
                (long)source.Barcodes.Count * filled.Length * sizeof(float));
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static void Report(string what, Stopwatch watch, long bytes)
    {
        using var process = Process.GetCurrentProcess();
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(FormattableString.Invariant(
            $"| {what} | {seconds:F2} s | {bytes / 1e6 / seconds:F1} MB/s | {process.PeakWorkingSet64 >> 20} MB |"));
    }
}
