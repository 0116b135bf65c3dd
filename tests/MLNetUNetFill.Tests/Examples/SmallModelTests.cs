using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Data.Analysis;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Examples;

public class SmallModelTests
{
    [Fact]
    public void The_card_is_of_the_file()
    {
        var card = File.ReadAllText(Path.ChangeExtension(SmallModel.ModelFile, "md"));
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(SmallModel.ModelFile))), card);
        using var model = UNetGapFillTransformer.Load(SmallModel.ModelFile, new() { Device = ComputeDevice.Cpu });
        Assert.Contains($"`[N, {model.GeneNames.Count}]`", card);
        Assert.Contains($"{model.ModelledGeneCount} genes are modelled", card);
    }

    [Fact]
    public void A_data_frame_is_filled_as_expected()
    {
        using var model = UNetGapFillTransformer.Load(SmallModel.ModelFile, new() { Device = ComputeDevice.Cpu, Threads = 1 });
        var filled = SmallModel.Cells().FillGaps(model);
        Assert.Equal(SmallModel.Expected()["barcode"].Cast<string>(), filled["barcode"].Cast<string>());
        SmallModel.AssertExpected(gene => ((SingleDataFrameColumn)filled[gene]).Select(value => value!.Value));
    }

    /// <summary>ONNX Runtime's C library stands in for its Python package where that is not installed.</summary>
    [PythonFact("numpy", "python3-numpy")]
    public void Python_fills_as_expected()
    {
        var output = PythonFactAttribute.Run("numpy", "run_score.py", OnnxRuntimeLibrary(), SmallModel.ModelFile, SmallModel.CellsFile);
        var filled = DataFrame.LoadCsvFromString(output, cultureInfo: CultureInfo.InvariantCulture);
        Assert.Equal(SmallModel.Expected().Columns.Select(column => column.Name), filled.Columns.Select(column => column.Name));
        Assert.Equal(5, filled.Rows.Count);
        SmallModel.AssertExpected(gene => ((SingleDataFrameColumn)filled[gene]).Select(value => value!.Value));
    }

    /// <summary>The library that these tests score with; packages keep one for each processor.</summary>
    private static string OnnxRuntimeLibrary() =>
        new[] { "", Path.Combine("runtimes", $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}", "native") }
            .Select(folder => Path.Combine(AppContext.BaseDirectory, folder, "libonnxruntime.so")).FirstOrDefault(File.Exists, "");
}
