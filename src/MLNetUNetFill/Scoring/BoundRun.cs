using Microsoft.ML.OnnxRuntime;

namespace MLNetUNetFill.Scoring;

/// <summary>
/// Scores through an IO binding, for sessions on CUDA: ONNX Runtime copies the input to the device once, keeps intermediate results there,
/// and copies each output straight into the caller's buffer. Device memory comes from the session's arena, which reuses it from call to
/// call.
/// </summary>
internal static class BoundRun
{
    /// <summary>Runs the model once.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">Options of the run.</param>
    /// <param name="inputName">Name of the graph's input.</param>
    /// <param name="input">A tensor over the caller's memory.</param>
    /// <param name="outputNames">The graph outputs wanted.</param>
    /// <param name="outputs">For each of them a tensor over the caller's memory.</param>
    public static void Run(InferenceSession session, RunOptions options, string inputName, OrtValue input, string[] outputNames,
        OrtValue[] outputs)
    {
        using var binding = session.CreateIoBinding();
        binding.BindInput(inputName, input);
        for (var i = 0; i < outputs.Length; i++) binding.BindOutput(outputNames[i], outputs[i]);
        binding.SynchronizeBoundInputs();
        session.RunWithBinding(options, binding);
        binding.SynchronizeBoundOutputs();
    }
}
