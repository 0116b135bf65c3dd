using MLNetUNetFill.Imaging;
using MLNetUNetFill.Network;

namespace MLNetUNetFill.Onnx;

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

    /// <summary>Scale of each modelled gene: pixel = clip(log1pCp10k * Scale + Offset, 0, 1); value = (pixel - Offset) / Scale, floored at 0.</summary>
    public required float[] Scale { get; init; }

    /// <summary>Offset of each modelled gene; see <see cref="Scale"/>.</summary>
    public required float[] Offset { get; init; }

    /// <summary>Place of each modelled gene in the image.</summary>
    public required PixelMap Pixels { get; init; }

    /// <summary>The network's shape.</summary>
    public required UNetShape Shape { get; init; }

    /// <summary>The network's state_dict; names as in <see cref="UNetShape"/>.</summary>
    public required IReadOnlyDictionary<string, WeightTensor> Weights { get; init; }

    /// <summary>Provenance: metadata_props of the file beside the gene names (version, seed, options, normalisation, device).</summary>
    public required IReadOnlyDictionary<string, string> Provenance { get; init; }
}
