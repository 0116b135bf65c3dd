using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetUNetFill.Embedded.Tests.Torch;

/// <summary>A network of two levels of modules, with a parameter and a buffer of its own.</summary>
internal sealed class SmallNetwork : Module<Tensor, Tensor>
{
    private readonly Sequential body;
    private readonly Conv2d head;
    private readonly Parameter shift;
    private readonly Tensor offset;

    public SmallNetwork(long channels = 4) : base(nameof(SmallNetwork))
    {
        body = Sequential(
            ("conv", Conv2d(1, channels, 3, padding: 1)),
            ("norm", BatchNorm2d(channels)),
            ("relu", ReLU()),
            ("drop", Dropout2d(0.2)));
        head = Conv2d(channels, 1, 1);
        shift = Parameter(zeros(1));
        offset = ones(1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => head.call(body.call(input)) + shift + offset;
}
