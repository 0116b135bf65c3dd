using System.IO.Compression;
using System.Text;

namespace Microsoft.ML;

/// <summary>What <see cref="ModelSaveContext"/> wrote, for the loader of one part of a model.</summary>
internal sealed class ModelLoadContext
{
    internal const string EntrySuffix = "/Model.bin";

    private readonly ZipArchive _archive;
    private readonly string _path;

    private ModelLoadContext(MLContext environment, ZipArchive archive, string path, BinaryReader reader)
    {
        Environment = environment;
        _archive = archive;
        _path = path;
        Reader = reader;
    }

    internal MLContext Environment { get; }

    internal BinaryReader Reader { get; }

    internal static ICanSaveModel Load(MLContext environment, ZipArchive archive, string path)
    {
        var entry = archive.GetEntry(path + EntrySuffix) ?? throw new FormatException($"The model has no part '{path}'.");
        using var reader = new BinaryReader(entry.Open(), Encoding.UTF8);
        var loader = reader.ReadString();
        return ModelLoaders.Find(loader)(new(environment, archive, path, reader));
    }

    internal T LoadSubModel<T>(string name)
        where T : class, ICanSaveModel =>
        Load(Environment, _archive, $"{_path}/{name}") as T
        ?? throw new FormatException($"The model part '{_path}/{name}' is not of type '{typeof(T)}'.");
}
