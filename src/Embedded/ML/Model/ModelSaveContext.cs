using System.IO.Compression;
using System.Text;

namespace Microsoft.ML;

/// <summary>
/// Where one part of a model writes itself: an entry of the model's zip archive. The entry starts with the name of the loader
/// (<see cref="ModelLoaders"/>) that reads it back; parts of a part live in a folder of its own.
/// </summary>
public sealed class ModelSaveContext : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly string _path;
    private bool _written;

    private ModelSaveContext(ZipArchive archive, string path)
    {
        _archive = archive;
        _path = path;
    }

    public void Dispose()
    {
    }

    /// <summary>Writes this part; the archive takes one entry at a time, so <paramref name="write"/> must not save sub-models.</summary>
    internal void Save(string loader, Action<BinaryWriter> write)
    {
        if (_written)
            throw new InvalidOperationException($"The model part '{_path}' was saved twice.");
        using var writer = new BinaryWriter(_archive.CreateEntry(_path + ModelLoadContext.EntrySuffix).Open(), Encoding.UTF8);
        writer.Write(loader);
        write(writer);
        _written = true;
    }

    /// <summary>Lets a part of this part write itself under a name that is unique in this part.</summary>
    internal void SaveSubModel(string name, ICanSaveModel model) => Save(_archive, $"{_path}/{name}", model);

    internal static void Save(ZipArchive archive, string path, ICanSaveModel model)
    {
        using var context = new ModelSaveContext(archive, path);
        model.Save(context);
        if (!context._written)
            throw new InvalidOperationException($"The model part '{path}' of type '{model.GetType()}' saved nothing.");
    }
}
