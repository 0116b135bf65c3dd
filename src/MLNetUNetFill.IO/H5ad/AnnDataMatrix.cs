namespace MLNetUNetFill.IO.H5ad;

/// <summary>A matrix of an .h5ad file, cells x genes: X, raw/X or a layer.</summary>
/// <param name="Place">Where it is, for example <c>layers/counts</c>.</param>
/// <param name="Cells">Rows.</param>
/// <param name="Genes">Columns.</param>
/// <param name="Storage">How it is stored.</param>
internal sealed record AnnDataMatrix(string Place, int Cells, int Genes, AnnDataMatrix.Kind Storage)
{
    private const string Expected = "a matrix of numbers: an array of 2 dimensions, a csr_matrix or a csc_matrix";

    public enum Kind
    {
        Dense,
        ByCell,
        ByGene,
    }

    /// <summary>The table with the matrix's genes.</summary>
    public string GeneTable => Place switch { "raw/X" => "raw/var", "raw.X" => "raw.var", _ => "var" };

    /// <summary>Finds a matrix, null where there is nothing at that place.</summary>
    public static AnnDataMatrix? Find(Hdf5File file, string place)
    {
        switch (file.Root.Find(place))
        {
            case null:
                return null;
            case Hdf5Dataset dataset:
                if (dataset is not { Dimensions: [var rows, var columns] } || !dataset.IsNumeric && !dataset.IsFlags)
                    throw dataset.Error($"found {dataset.Shape} ({dataset.Type.Class})", Expected);
                return new(place, Size(dataset, rows), Size(dataset, columns), Kind.Dense);
            case Hdf5Group group:
                var encoding = group.TextAttribute("encoding-type") ?? group.TextAttribute("h5sparse_format") ?? "no encoding";
                var storage = encoding switch
                {
                    "csr_matrix" or "csr" => Kind.ByCell,
                    "csc_matrix" or "csc" => Kind.ByGene,
                    _ => throw group.Error($"found the encoding {NameList.Quote(encoding)}", Expected),
                };
                var shape = group.NumbersAttribute("shape") ?? group.NumbersAttribute("h5sparse_shape");
                if (shape is not [var cells, var genes]) throw group.Error("found no shape", "an attribute shape of two numbers");
                return new(place, Size(group, cells), Size(group, genes), storage);
            default:
                throw file.Error(place, "found neither a group nor a dataset", Expected);
        }
    }

    /// <summary>Opens the cells of a matrix that is not stored by gene.</summary>
    public ICellReader Open(string path)
    {
        var file = Hdf5File.Open(path);
        try
        {
            if (Find(file, Place) != this) throw file.Error(Place, "found another matrix than when the file was opened", "the same file");
            return Storage == Kind.Dense ? new DenseRows(file.Root.Dataset(Place)!)
                : new CompressedRows(CompressedMatrix.Find(file.Root.Group(Place)!, Cells), Genes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static int Size(Hdf5Object place, long size) => size is > 0 and < int.MaxValue ? (int)size
        : throw place.Error($"found a matrix with a side of {size}", "at least 1 cell and 1 gene, and fewer than 2^31");
}
