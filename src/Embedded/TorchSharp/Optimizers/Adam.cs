using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public class Adam : OptimizerHelper
    {
        private readonly List<Moments> _moments;
        private readonly double _beta1;
        private readonly double _beta2;
        private readonly double _eps;
        private readonly double _weightDecay;
        private readonly bool _maximize;

        public Adam(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            if (lr < 0)
                throw new ArgumentException($"Invalid learning rate: {lr}");
            if (eps < 0)
                throw new ArgumentException($"Invalid eps: {eps}");
            if (beta1 is < 0 or >= 1)
                throw new ArgumentException($"Invalid beta1: {beta1}");
            if (beta2 is < 0 or >= 1)
                throw new ArgumentException($"Invalid beta2: {beta2}");
            if (weight_decay < 0)
                throw new ArgumentException($"Invalid weight_decay value: {weight_decay}");

            var group = new ParamGroup(parameters, lr);
            Groups.Add(group);
            _moments = group.Parameters.Select(parameter => new Moments(parameter, amsgrad)).ToList();
            (_beta1, _beta2, _eps, _weightDecay, _maximize) = (beta1, beta2, eps, weight_decay, maximize);
        }

        internal override void Update()
        {
            var rate = Groups[0].LearningRate;
            foreach (var moments in _moments)
            {
                using var grad = moments.Parameter.grad;
                if (grad is null)
                    continue;
                moments.Step++;
                NativeError.Check(NativeMethods.unetfill_adam_step(
                    moments.Parameter.Native, moments.First.Native, moments.Second.Native, Tensor.NativeOrNone(moments.SecondMaximum),
                    moments.Step, rate, _beta1, _beta2, _eps, _weightDecay, _maximize));
            }
        }

        protected override void Dispose(bool disposing)
        {
            foreach (var moments in _moments)
                moments.Dispose();
            base.Dispose(disposing);
        }

        /// <summary>The running means of one parameter's gradient and of its square.</summary>
        private sealed class Moments(Parameter parameter, bool amsgrad) : IDisposable
        {
            public Parameter Parameter { get; } = parameter;

            public Tensor First { get; } = zeros_like(parameter).DetachFromDisposeScope();

            public Tensor Second { get; } = zeros_like(parameter).DetachFromDisposeScope();

            public Tensor? SecondMaximum { get; } = amsgrad ? zeros_like(parameter).DetachFromDisposeScope() : null;

            public long Step { get; set; }

            public void Dispose()
            {
                First.Dispose();
                Second.Dispose();
                SecondMaximum?.Dispose();
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
            public static Modules.Adam Adam(
                IEnumerable<Modules.Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
