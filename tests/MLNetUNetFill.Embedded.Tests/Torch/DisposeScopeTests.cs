using static TorchSharp.torch;

namespace MLNetUNetFill.Embedded.Tests.Torch;

public class DisposeScopeTests
{
    [Fact]
    public void Scope_disposes_what_was_made_in_it()
    {
        var outside = ones(1);
        Tensor inside, derived;
        using (NewDisposeScope())
        {
            inside = ones(1);
            derived = inside + outside;
        }

        Assert.True(inside.IsInvalid);
        Assert.True(derived.IsInvalid);
        Assert.False(outside.IsInvalid);
        outside.Dispose();
    }

    [Fact]
    public void Tensors_move_to_the_outer_scope_or_out_of_all()
    {
        Tensor moved, detached;
        using (NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                moved = ones(1).MoveToOuterDisposeScope();
                detached = ones(1).DetachFromDisposeScope();
                Assert.Equal(0, inner.DisposablesCount);
            }

            Assert.False(moved.IsInvalid);
        }

        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void Scope_moves_tensors_itself()
    {
        using var outer = NewDisposeScope();
        Tensor moved, detached, attached;
        using (var inner = NewDisposeScope())
        {
            moved = inner.MoveToOuter(ones(1));
            detached = inner.Detach(ones(1));
            attached = inner.Detach(ones(1));
            inner.Attach(attached);
            Assert.True(inner.Contains(attached));
            Assert.False(inner.Contains(detached));
            Assert.True(outer.Contains(moved));
            Assert.Equal(1, inner.DisposablesCount);
        }

        Assert.True(attached.IsInvalid);
        Assert.False(moved.IsInvalid);
        var other = ones(1).DetachFromDisposeScope().MoveToOtherDisposeScope(outer);
        outer.DisposeEverything();
        Assert.True(other.IsInvalid);
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void Disposed_tensor_leaves_its_scope_and_scopes_may_be_disposed_twice()
    {
        var scope = NewDisposeScope();
        var tensor = ones(1);
        tensor.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
        scope.Dispose();
        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
    }

    [Fact]
    public void Outer_scope_disposed_first_leaves_the_inner_one_working()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        var tensor = ones(1);
        Assert.False(tensor.IsInvalid);
        inner.Dispose();
        Assert.True(tensor.IsInvalid);
        using var free = ones(1);
        Assert.Equal(1, free.numel());
    }

    [Fact]
    public void Each_thread_has_its_own_scopes()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() => elsewhere = ones(1));
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        elsewhere!.Dispose();
    }

    [Fact]
    public void Modules_and_optimizers_outlive_the_scope_that_they_were_made_in()
    {
        TorchSharp.Modules.Conv2d convolution;
        TorchSharp.Modules.Adam adam;
        using (NewDisposeScope())
        {
            convolution = nn.Conv2d(1, 1, 1);
            adam = optim.Adam(convolution.parameters());
        }

        using (NewDisposeScope())
        {
            convolution.call(ones(1, 1, 2, 2)).sum().backward();
            adam.step();
        }

        adam.Dispose();
        convolution.Dispose();
        Assert.True(convolution.weight.IsInvalid);
    }
}
