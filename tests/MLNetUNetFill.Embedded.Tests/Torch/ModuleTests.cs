using TorchSharp;
using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class ModuleTests
{
    [Fact]
    public void Names_are_those_of_the_fields_as_in_PyTorch()
    {
        using var network = new SmallNetwork();
        string[] parameters =
            ["shift", "body.conv.weight", "body.conv.bias", "body.norm.weight", "body.norm.bias", "head.weight", "head.bias"];
        string[] buffers = ["offset", "body.norm.running_mean", "body.norm.running_var", "body.norm.num_batches_tracked"];
        Assert.Equal(parameters.Order(), network.named_parameters().Select(named => named.name).Order());
        Assert.Equal(buffers.Order(), network.named_buffers().Select(named => named.name).Order());
        Assert.Equal(parameters.Concat(buffers).Order(), network.state_dict().Keys.Order());
        Assert.Equal(["shift"], network.named_parameters(recurse: false).Select(named => named.name));
        Assert.Equal(["body", "head"], network.named_children().Select(named => named.name));
        Assert.Contains("body.norm", network.named_modules().Select(named => named.name));
        Assert.Equal(7, network.parameters().Count());
        Assert.Equal(nameof(SmallNetwork), network.GetName());
    }

    [Fact]
    public void State_dict_holds_the_tensors_themselves_and_loads_into_another_module()
    {
        using var scope = NewDisposeScope();
        using var first = new SmallNetwork();
        using var second = new SmallNetwork();
        first.state_dict()["body.norm.running_mean"].add_(3);
        second.load_state_dict(first.state_dict());
        foreach (var (name, tensor) in second.state_dict())
            Assert.True(tensor.Equals(first.state_dict()[name]), name);
        Assert.Equal(3f, second.state_dict()["body.norm.running_mean"].data<float>()[0]);
    }

    [Fact]
    public void State_that_does_not_fit_is_refused_unless_asked_otherwise()
    {
        using var scope = NewDisposeScope();
        using var network = new SmallNetwork();
        var state = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        state.Remove("shift");
        state.Add("stray", ones(1));
        Assert.Throws<InvalidOperationException>(() => network.load_state_dict(state));
        var (missing, unexpected) = network.load_state_dict(state, strict: false);
        Assert.Equal(["shift"], missing);
        Assert.Equal(["stray"], unexpected);
        network.load_state_dict(state, skip: ["shift", "stray"]);
    }

    [Fact]
    public void Training_mode_reaches_every_module()
    {
        using var network = new SmallNetwork();
        Assert.True(network.training);
        network.eval();
        Assert.All(network.named_modules(), named => Assert.False(named.module.training));
        network.train();
        Assert.All(network.named_modules(), named => Assert.True(named.module.training));
    }

    [Fact]
    public void Gradients_are_cleared()
    {
        using var scope = NewDisposeScope();
        using var network = new SmallNetwork();
        network.call(ones(2, 1, 4, 4)).sum().backward();
        Assert.All(network.parameters(), parameter => Assert.NotNull(parameter.grad));
        network.zero_grad();
        Assert.All(network.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Module_moves_to_a_device_and_to_another_type()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Conv2d(1, 1, 1);
        Assert.Same(network, network.to(CPU));
        network.to(ScalarType.Float64);
        Assert.All(network.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
        Assert.Equal(ScalarType.Float64, network.call(ones(1, 1, 2, 2, dtype: ScalarType.Float64)).dtype);
        using var custom = new SmallNetwork();
        Assert.Throws<ArgumentException>(() => custom.to(ScalarType.Int64));
        if (!cuda.is_available())
            Assert.ThrowsAny<Exception>(() => network.to(new Device(DeviceType.CUDA)));
    }

    [Fact]
    public void Disposing_a_module_disposes_all_that_it_holds_and_may_be_repeated()
    {
        var network = new SmallNetwork();
        var tensors = network.state_dict().Values.ToList();
        network.Dispose();
        network.Dispose();
        Assert.All(tensors, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void Names_are_checked_and_given_once()
    {
        using var network = new SmallNetwork();
        using var other = nn.ReLU();
        Assert.Throws<InvalidOperationException>(() => network.register_module("head", other));
        Assert.Throws<ArgumentException>(() => network.register_module("a.b", other));
        Assert.Throws<InvalidOperationException>(() => network.register_parameter("shift", nn.Parameter(ones(1))));
        network.register_buffer("extra", ones(1), persistent: false);
        Assert.DoesNotContain("extra", network.state_dict().Keys);
    }
}
