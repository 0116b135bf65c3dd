using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace MLNetUNetFill.Benchmarks.Bench;

/// <summary>
/// A temporary folder through which tensors go to another process: <c>tensors.bin</c> holds single-precision values one after the other,
/// <c>index.json</c> where each tensor starts, its shape, and settings.
/// </summary>
internal sealed class TensorFolder : IDisposable
{
    private readonly Dictionary<string, object> _settings = [];
    private readonly Dictionary<string, object[]> _index = [];
    private readonly FileStream _values;

    /// <summary>Makes the folder.</summary>
    public TensorFolder()
    {
        Path = Directory.CreateTempSubdirectory("unetfill-bench-").FullName;
        _values = File.Create(At("tensors.bin"));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>A file in it.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Adds a setting.</summary>
    public void Set(string name, object value) => _settings.Add(name, value);

    /// <summary>Adds a tensor.</summary>
    public void Add(string name, ReadOnlySpan<float> values, params long[] shape)
    {
        _index.Add(name, [_values.Position / sizeof(float), shape]);
        _values.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Adds a tensor.</summary>
    public void Add(string name, Tensor tensor)
    {
        using var values = tensor.cpu().contiguous();
        Add(name, values.data<float>().ToArray(), tensor.shape);
    }

    /// <summary>Ends the writing.</summary>
    public void Complete()
    {
        _values.Dispose();
        _settings.Add("tensors", _index);
        File.WriteAllText(At("index.json"), JsonSerializer.Serialize(_settings));
    }

    /// <summary>Removes the folder.</summary>
    public void Dispose()
    {
        _values.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
