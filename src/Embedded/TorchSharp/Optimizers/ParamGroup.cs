using static TorchSharp.torch;

namespace TorchSharp.Modules;

public class ParamGroup : optim.ILearningRateController
{
    internal ParamGroup(IEnumerable<Parameter> parameters, double learningRate)
    {
        Parameters = parameters.ToList();
        LearningRate = InitialLearningRate = learningRate;
    }

    public double LearningRate { get; set; }

    public double InitialLearningRate { get; set; }

    internal List<Parameter> Parameters { get; }
}
