using System.Globalization;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    public class Sequential : Module<Tensor, Tensor>
    {
        private readonly List<IModule<Tensor, Tensor>> _steps = [];

        internal Sequential() : base(nameof(Sequential)) => AreComponentsRegistered = true;

        public int Count => _steps.Count;

        [IndexerName("SequentialItems")]
        public IModule<Tensor, Tensor> this[int index] => _steps[index];

        public Sequential append(IModule<Tensor, Tensor> module) => append(Count.ToString(CultureInfo.InvariantCulture), module);

        public Sequential append(string name, IModule<Tensor, Tensor> module)
        {
            register_module(name, (nn.Module)module);
            _steps.Add(module);
            return this;
        }

        public override Tensor forward(Tensor tensor)
        {
            if (Count == 0)
                return tensor.alias();
            var current = tensor;
            foreach (var step in _steps)
            {
                var next = step.call(current);
                if (!ReferenceEquals(current, tensor))
                    current.Dispose();
                current = next;
            }

            return current;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Sequential Sequential() => new();

            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules)
            {
                var sequence = new Modules.Sequential();
                foreach (var module in modules)
                    sequence.append(module);
                return sequence;
            }

            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules)
            {
                var sequence = new Modules.Sequential();
                foreach (var (name, module) in modules)
                    sequence.append(name, module);
                return sequence;
            }
        }
    }
}
