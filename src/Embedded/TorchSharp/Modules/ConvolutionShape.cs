namespace TorchSharp.Modules;

/// <summary>What makes one two-dimensional convolution; sizes are (height, width).</summary>
internal sealed record ConvolutionShape(
    long Inputs, long Outputs, long[] Kernel, long[] Stride, long[] Padding, long[] OutputPadding, long[] Dilation, long Groups);
