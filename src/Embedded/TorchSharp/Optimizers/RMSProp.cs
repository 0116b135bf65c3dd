using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public class RMSProp : OptimizerHelper
    {
        private readonly List<State> _states;
        private readonly double _alpha;
        private readonly double _eps;
        private readonly double _weightDecay;
        private readonly double _momentum;
        private readonly bool _maximize;

        public RMSProp(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
            double momentum = 0, bool centered = false, bool maximize = false)
        {
            if (lr < 0)
                throw new ArgumentException($"Invalid learning rate: {lr}");
            if (eps < 0)
                throw new ArgumentException($"Invalid eps: {eps}");
            if (alpha < 0)
                throw new ArgumentException($"Invalid alpha: {alpha}");
            if (momentum < 0)
                throw new ArgumentException($"Invalid momentum value: {momentum}");
            if (weight_decay < 0)
                throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");

            var group = new ParamGroup(parameters, lr);
            Groups.Add(group);
            _states = group.Parameters.Select(parameter => new State(parameter, momentum > 0, centered)).ToList();
            (_alpha, _eps, _weightDecay, _momentum, _maximize) = (alpha, eps, weight_decay, momentum, maximize);
        }

        internal override void Update()
        {
            var rate = Groups[0].LearningRate;
            foreach (var state in _states)
            {
                using var grad = state.Parameter.grad;
                if (grad is null)
                    continue;
                NativeError.Check(NativeMethods.unetfill_rmsprop_step(
                    state.Parameter.Native, state.SquareAverage.Native, Tensor.NativeOrNone(state.Average), Tensor.NativeOrNone(state.Buffer),
                    rate, _alpha, _eps, _weightDecay, _momentum, _maximize));
            }
        }

        protected override void Dispose(bool disposing)
        {
            foreach (var state in _states)
                state.Dispose();
            base.Dispose(disposing);
        }

        /// <summary>The running means of one parameter's gradient, where it is centred, and of its square, and the momentum.</summary>
        private sealed class State(Parameter parameter, bool momentum, bool centered) : IDisposable
        {
            public Parameter Parameter { get; } = parameter;

            public Tensor SquareAverage { get; } = zeros_like(parameter).DetachFromDisposeScope();

            public Tensor? Average { get; } = centered ? zeros_like(parameter).DetachFromDisposeScope() : null;

            public Tensor? Buffer { get; } = momentum ? zeros_like(parameter).DetachFromDisposeScope() : null;

            public void Dispose()
            {
                SquareAverage.Dispose();
                Average?.Dispose();
                Buffer?.Dispose();
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Modules.RMSProp RMSProp(
                IEnumerable<Modules.Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}
