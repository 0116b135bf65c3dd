using MLNetUNetFill.Context;

namespace MLNetUNetFill.Networks;

/// <summary>A trained network and what its preset needs for scoring: <see cref="PublishedNetwork"/> or
/// <see cref="ContextNetwork"/>.</summary>
internal abstract record GapFillNetwork
{
    /// <summary>The U-Net's shape.</summary>
    public required UNetShape Shape { get; init; }

    /// <summary>The network's state_dict.</summary>
    public required IReadOnlyDictionary<string, WeightTensor> Weights { get; init; }

    /// <summary>The preset that this network belongs to.</summary>
    public abstract GapFillPreset Preset { get; }
}

/// <summary>
/// The network of <see cref="GapFillPreset.Context"/>, as in <see cref="ContextUNet"/>; its shape is <see cref="ContextUNet.Trunk"/>'s,
/// with as many input channels as <see cref="ContextChannels"/> has.
/// </summary>
internal sealed record ContextNetwork : GapFillNetwork
{
    /// <summary>What the channels of a cell are computed from, over the modelled genes.</summary>
    public required CellContext Context { get; init; }

    /// <summary>Calibrated factor of <c>FillUncertainty</c>.</summary>
    public float UncertaintyScale { get; init; } = 1;

    /// <summary>Where <c>Novelty</c> is 1; see <see cref="CellNovelty"/>.</summary>
    public float NoveltyLimit { get; init; } = 1;

    /// <summary>Whether <see cref="FillPolicy.Expected"/> and <see cref="FillPolicy.DenoiseAll"/> take every cell at the median library
    /// size; see <see cref="LibraryStructure"/>.</summary>
    public bool FillsAtMedianLibrary { get; init; }

    /// <summary>The policy that the file starts with; see <c>GapFillModelFile.WithPolicy</c>.</summary>
    public FillPolicy Policy { get; init; } = FillPolicy.Expected;

    /// <inheritdoc/>
    public override GapFillPreset Preset => GapFillPreset.Context;
}

/// <summary>The network of <see cref="GapFillPreset.Published"/>; names of the weights as in <see cref="UNetShape"/>.</summary>
internal sealed record PublishedNetwork : GapFillNetwork
{
    /// <summary>Scale of each modelled gene: pixel = clip(log1pCp10k * Scale + Offset, 0, 1); value = (pixel - Offset) / Scale, floored at
    /// 0.</summary>
    public required float[] Scale { get; init; }

    /// <summary>Offset of each modelled gene; see <see cref="Scale"/>.</summary>
    public required float[] Offset { get; init; }

    /// <inheritdoc/>
    public override GapFillPreset Preset => GapFillPreset.Published;
}

/// <summary>Carries a network's state_dict out of TorchSharp.</summary>
internal static class UNetWeights
{
    /// <summary>Copies parameters and buffers to managed memory.</summary>
    public static IReadOnlyDictionary<string, WeightTensor> Export(nn.Module network)
    {
        using var scope = NewDisposeScope();
        // num_batches_tracked counts in 64-bit integers; everything else is single precision already.
        return network.state_dict().ToDictionary(entry => entry.Key, entry => new WeightTensor(entry.Value.shape,
            entry.Value.detach().to(ScalarType.Float32).ToManaged()));
    }
}

/// <summary>One tensor of a state_dict, detached from TorchSharp.</summary>
/// <param name="Shape">PyTorch's shape.</param>
/// <param name="Values">Row-major values.</param>
internal sealed record WeightTensor(long[] Shape, float[] Values)
{
    /// <summary>A convolution's kernel for some of its input channels.</summary>
    public WeightTensor ForInputs(int first, int count)
    {
        long outputs = Shape[0], inputs = Shape[1], size = Values.Length / (outputs * inputs);
        var part = new float[outputs * count * size];
        for (var output = 0L; output < outputs; output++)
            Array.Copy(Values, (output * inputs + first) * size, part, output * count * size, count * size);
        return new([outputs, count, .. Shape[2..]], part);
    }
}
