using TorchSharp.Modules;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public interface ILearningRateController
            {
                double LearningRate { get; set; }
            }

            public abstract class Optimizer : IDisposable
            {
                private protected Optimizer()
                {
                }

                public virtual IEnumerable<ILearningRateController> ParamGroups => Groups;

                internal List<ParamGroup> Groups { get; } = [];

                public virtual IEnumerable<Parameter> parameters() => Groups.SelectMany(group => group.Parameters);

                public virtual void zero_grad()
                {
                    using var handles = new HandleList(parameters());
                    NativeError.Check(NativeMethods.unetfill_zero_grad(handles.Pointers, handles.Count));
                }

                /// <summary>Changes every parameter by its gradient; with a closure, computes the loss first and returns it.</summary>
                public virtual Tensor step(Func<Tensor>? closure = null)
                {
                    Tensor? loss = null;
                    if (closure is not null)
                    {
                        using var recording = enable_grad();
                        loss = closure();
                    }

                    Update();
                    return loss!;
                }

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                internal abstract void Update();

                protected virtual void Dispose(bool disposing)
                {
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    public abstract class OptimizerHelper : torch.optim.Optimizer
    {
        private protected OptimizerHelper()
        {
        }
    }
}
