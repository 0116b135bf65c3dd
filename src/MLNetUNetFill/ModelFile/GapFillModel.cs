using MLNetUNetFill.Imaging;
using MLNetUNetFill.Networks;

namespace MLNetUNetFill.ModelFile;

/// <summary>All that one exported graph holds: raw counts in, filled log1p CP10k out.</summary>
internal sealed record GapFillModel
{
    /// <summary>Graph input and ML.NET column: raw counts, cells x genes.</summary>
    public required string InputName { get; init; }

    /// <summary>Graph output and ML.NET column: filled log1p CP10k, cells x genes.</summary>
    public required string OutputName { get; init; }

    /// <summary>Names of all G input genes, in input order.</summary>
    public required IReadOnlyList<string> GeneNames { get; init; }

    /// <summary>Input indices of the S modelled genes, ascending.</summary>
    public required int[] ModelledGenes { get; init; }

    /// <summary>Place of each modelled gene in the image.</summary>
    public required PixelMap Pixels { get; init; }

    /// <summary>The network and what surrounds it.</summary>
    public required GapFillNetwork Network { get; init; }

    /// <summary>How the file stores what may be rounded.</summary>
    public ModelPrecision Precision { get; init; }

    /// <summary>Provenance: metadata_props of the file beside the gene names (version, seed, options, normalisation, device).</summary>
    public required IReadOnlyDictionary<string, string> Provenance { get; init; }
}
