using MLNetUNetFill.ModelFile;
using MLNetUNetFill.Onnx.Ir;

namespace MLNetUNetFill.Tests.ModelFile;

/// <summary>The files that we write use nothing but ONNX's own operators, so that any ONNX runtime can score them.</summary>
public class StandardOperatorsTests
{
    /// <summary>The operators of ONNX at opset 17: https://github.com/onnx/onnx/blob/v1.12.0/docs/Operators.md.</summary>
    private static readonly string[] s_standard = """
        Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization Bernoulli BitShift BlackmanWindow Cast
        CastLike Ceil Celu Clip Compress Concat ConcatFromSequence Constant ConstantOfShape Conv ConvInteger ConvTranspose Cos Cosh CumSum
        DFT DepthToSpace DequantizeLinear Det Div Dropout DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU
        Gather GatherElements GatherND Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GridSample HammingWindow
        HannWindow HardSigmoid HardSwish Hardmax Identity If InstanceNormalization IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less
        LessOrEqual Log LogSoftmax Loop LpNormalization LpPool MatMul MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean
        MeanVarianceNormalization MelWeightMatrix Min Mod Mul Multinomial Neg NegativeLogLikelihoodLoss NonMaxSuppression NonZero Not OneHot
        Optional OptionalGetElement OptionalHasElement Or PRelu Pad Pow QLinearConv QLinearMatMul QuantizeLinear RNN RandomNormal
        RandomNormalLike RandomUniform RandomUniformLike Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax
        ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize ReverseSequence RoiAlign Round STFT Scan
        ScatterElements ScatterND Selu SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert SequenceLength SequenceMap
        Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax SoftmaxCrossEntropyLoss Softplus Softsign SpaceToDepth Split SplitToSequence
        Sqrt Squeeze StringNormalizer Sub Sum Tan Tanh TfIdfVectorizer ThresholdedRelu Tile TopK Transpose Trilu Unique Unsqueeze Where Xor
        """.Split((char[])[' ', '\n']);

    [Fact]
    public void The_published_graph_uses_standard_operators() => AssertStandard(GapFillOnnxExporter.Export(RandomModels.Create()));

    [Fact]
    public void The_published_graph_over_levels_uses_standard_operators() =>
        AssertStandard(GapFillOnnxExporter.Export(RandomModels.Create(5, 60, 38, 40, 8, 2, 3, 8)));

    [Fact]
    public void The_context_graph_uses_standard_operators_under_every_policy()
    {
        foreach (var policy in (FillPolicy[])[FillPolicy.Expected, FillPolicy.IfExpressed, FillPolicy.Threshold(0.6f),
            FillPolicy.DenoiseAll, FillPolicy.ExpectedLog(0.1f)])
            AssertStandard(GapFillOnnxExporter.Export(ContextModels.Create().With(policy)));
    }

    private static void AssertStandard(byte[] file)
    {
        var model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(file);
        // Our schema has neither functions nor a domain of nodes: were there any in the file, it would be larger than what was read of it.
        Assert.Equal(file.Length, model.CalculateSize());
        var opset = Assert.Single(model.OpsetImport);
        Assert.Equal(("", GapFillOnnxExporter.OpsetVersion), (opset.Domain, opset.Version));
        Assert.Equal("", string.Join(" ", model.Graph.Node.Select(node => node.OpType).Distinct().Except(s_standard).Order()));
    }
}
