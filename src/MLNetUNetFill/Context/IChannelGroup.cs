using static TorchSharp.torch;

namespace MLNetUNetFill.Context;

/// <summary>
/// Channels of a cell's context image that share work: their names, their computation in TorchSharp and the same in the exported graph. A
/// new channel is a new implementation and its line in <see cref="ContextChannels"/>. The remarks of each define its channels, with the
/// symbols of <see cref="CellContext"/>: z = (a - m) / s where the gene is observed, else 0.
/// </summary>
internal interface IChannelGroup
{
    /// <summary>The names of the channels, in their order in the image.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Computes the channels.</summary>
    /// <returns>One tensor a channel: <c>[N, G]</c>, <c>[1, G]</c> where it does not depend on the cell, or <c>[N, 1]</c> where it does not
    /// depend on the gene.</returns>
    IEnumerable<Tensor> Compute(TorchCells cells);

    /// <summary>Appends the channels to the graph.</summary>
    /// <returns>Their names there, each <c>[N, P]</c> in <see cref="PixelOrder"/>; 0 in a pixel without a gene.</returns>
    IEnumerable<string> Write(GraphCells cells);
}
