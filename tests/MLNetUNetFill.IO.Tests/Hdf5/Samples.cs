using Microsoft.ML.Data;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.IO.Tests.Hdf5;

/// <summary>
/// Small files that h5py and anndata wrote (<c>tests/python/make_h5ad.py samples</c>): 12 cells x 6 genes with every kind of annotation,
/// and the same counts as Cell Ranger writes them.
/// </summary>
internal static class Samples
{
    public const string EmptyCells = "of 12 cells has no counts; it is kept and stays zero.";

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "MLNetUNetFill.IO.Tests", "Hdf5", "Samples");

    public static string Small => Path.Combine(Folder, "small.h5ad");

    public static string Named(string name) => Path.Combine(Folder, name);

    public static float[][] Rows(CountSource source) => [.. source.ToDataView().GetColumn<float[]>("Counts")];
}
