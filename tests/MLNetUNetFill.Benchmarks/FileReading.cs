using System.Diagnostics;
using Microsoft.ML.Data;
using MLNetUNetFill.IO;

namespace MLNetUNetFill.Benchmarks;

/// <summary><c>files FILE.h5ad</c>: times checking a file, reading its cells and writing a dense layer, with the memory that it
/// took.</summary>
internal static class FileReading
{
    private const int BytesPerEntry = 8; // a value and an index

    public static int Run(string path)
    {
        var watch = Stopwatch.StartNew();
        var source = AnnData.Open(path);
        Report("opened and checked", watch, source.NonZeroCount * BytesPerEntry);
        var view = source.ToDataView();
        using (var cursor = view.GetRowCursor([view.Schema["Counts"]]))
        {
            var getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Counts"]);
            VBuffer<float> row = default;
            while (cursor.MoveNext()) getter(ref row);
        }

        Report("read", watch, source.NonZeroCount * BytesPerEntry);
        var filled = new float[source.GeneNames.Count];
        var copy = path + ".layer.h5ad";
        try
        {
            AnnDataWriter.AddLayer(path, copy, source.GeneNames, source.Barcodes.Select((_, cell) =>
            {
                for (var gene = 0; gene < filled.Length; gene++) filled[gene] = MathF.Round(MathF.Log(1 + (cell * 31 + gene * 7) % 64), 4);
                return (ReadOnlyMemory<float>)filled;
            }));
            Report("layer added", watch, (long)source.Barcodes.Count * filled.Length * sizeof(float));
        }
        finally
        {
            File.Delete(copy);
        }

        return 0;
    }

    private static void Report(string what, Stopwatch watch, long bytes)
    {
        using var process = Process.GetCurrentProcess();
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"{what}: {seconds:F2} s, {bytes / 1e6 / seconds:F0} MB/s, peak {process.PeakWorkingSet64 >> 20} MB");
        watch.Restart();
    }
}
