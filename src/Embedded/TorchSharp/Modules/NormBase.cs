using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    private protected NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype,
        string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            Replace(nameof(weight), weight = new Parameter(ones(num_features, dtype, device)));
            Replace(nameof(bias), bias = new Parameter(zeros(num_features, dtype, device)));
        }

        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device).DetachFromDisposeScope();
            running_var = ones(num_features, dtype, device).DetachFromDisposeScope();
            num_batches_tracked = tensor(0L, device: device).DetachFromDisposeScope();
            register_buffer(nameof(running_mean), running_mean);
            register_buffer(nameof(running_var), running_var);
            register_buffer(nameof(num_batches_tracked), num_batches_tracked);
        }

        AreComponentsRegistered = true;
    }

    protected abstract void ValidateInputDimensions(Tensor input);

    public long num_features { get; }

    public double eps { get; set; }

    public double? momentum { get; set; }

    public bool track_running_stats { get; }

    internal Parameter? weight { get; }

    internal Parameter? bias { get; }

    internal Tensor? running_mean { get; }

    internal Tensor? running_var { get; }

    internal Tensor? num_batches_tracked { get; }
}
