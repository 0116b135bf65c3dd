using MLNetUNetFill.ModelFile;

namespace MLNetUNetFill;

/// <summary>Adds safe saving to <see cref="MLContext.Model"/>.</summary>
public static class ModelSaveExtensions
{
    /// <summary>
    /// Saves a model as <see cref="ModelOperationsCatalog.Save(ITransformer, DataViewSchema, Stream)"/> does, first under a temporary
    /// name. ML.NET's own saving to a path leaves half a file in place of an earlier one where a transformer of the chain fails.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The model; its exceptions pass through.</param>
    /// <param name="inputSchema">Schema of the model's input; may be null.</param>
    /// <param name="filePath">Where to; an existing file is replaced once the model is written in full.</param>
    /// <exception cref="GapFillException">The file cannot be written.</exception>
    public static void SaveAtomically(this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema? inputSchema, string filePath)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        AtomicFile.Write(filePath, stream => catalog.Save(model, inputSchema, stream));
    }
}
