using Microsoft.ML.Transforms.Onnx;

namespace Microsoft.ML;

public static class OnnxCatalog
{
    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, string modelFile, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        FromFile(catalog, [], [], modelFile, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog, Stream modelBytes, int? gpuDeviceId = null, bool fallbackToCpu = false) =>
        FromStream(catalog, [], [], modelBytes, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        string modelFile,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        FromFile(catalog, [outputColumnName], [inputColumnName], modelFile, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        Stream modelBytes,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        FromStream(catalog, [outputColumnName], [inputColumnName], modelBytes, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        Stream modelBytes,
        IDictionary<string, int[]> shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        FromStream(catalog, [outputColumnName], [inputColumnName], modelBytes, shapeDictionary, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        string modelFile,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        FromFile(catalog, outputColumnNames, inputColumnNames, modelFile, null, gpuDeviceId, fallbackToCpu);

    public static OnnxScoringEstimator ApplyOnnxModel(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        Stream modelBytes,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false) =>
        FromStream(catalog, outputColumnNames, inputColumnNames, modelBytes, null, gpuDeviceId, fallbackToCpu);

    private static OnnxScoringEstimator FromFile(
        TransformsCatalog catalog, string[] outputs, string[] inputs, string file, IDictionary<string, int[]> shapes, int? gpu, bool fallback)
    {
        var device = Device(catalog, gpu, fallback);
        return new(new OnnxTransformer(OnnxModel.FromFile(file, shapes, device.Gpu, device.Fallback), inputs, outputs, shapes));
    }

    private static OnnxScoringEstimator FromStream(
        TransformsCatalog catalog, string[] outputs, string[] inputs, Stream stream, IDictionary<string, int[]> shapes, int? gpu, bool fallback)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var device = Device(catalog, gpu, fallback);
        stream.Seek(0, SeekOrigin.Begin);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return new(new OnnxTransformer(OnnxModel.FromBytes(copy.ToArray(), shapes, device.Gpu, device.Fallback), inputs, outputs, shapes));
    }

    /// <summary>A device given here goes before that of the context.</summary>
    private static (int? Gpu, bool Fallback) Device(TransformsCatalog catalog, int? gpu, bool fallback)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return gpu.HasValue ? (gpu, fallback) : (catalog.Environment.GpuDeviceId, catalog.Environment.FallbackToCpu);
    }
}
