using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Parameter> _parameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _buffers = [];
            private readonly OrderedDictionary<string, Module> _children = [];
            private readonly string _name;

            protected Module(string name) => _name = name;

            public virtual bool training { get; private set; } = true;

            /// <summary>Set by modules that register by themselves, so that their fields are not searched.</summary>
            internal bool AreComponentsRegistered { get; set; }

            public virtual string GetName() => _name;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in _children.Values)
                    child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var grad = parameter.grad;
                    if (set_to_none)
                        parameter.grad = null;
                    else
                        grad?.zero_();
                }
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (name.Contains('.') || name.Length == 0)
                    throw new ArgumentException($"module name can't be empty or contain \".\", got: \"{name}\"");
                submodule.RegisterComponents();
                if (!_children.TryAdd(name, submodule))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                    throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                if (!_parameters.TryAdd(name, param))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                    throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                if (!_buffers.TryAdd(name, (tensor, persistent)))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
            }

            /// <summary>Registers a parameter in the place of the one that has its name, which is disposed.</summary>
            private protected void Replace(string name, Parameter? value)
            {
                if (_parameters.TryGetValue(name, out var former) && !ReferenceEquals(former, value))
                    former.Dispose();
                if (value is null)
                {
                    _parameters.Remove(name);
                    return;
                }

                value.DetachFromDisposeScope();
                _parameters[name] = value;
            }

            /// <summary>Registers the modules, parameters and tensors in this module's fields, under the names of the fields.</summary>
            protected virtual void RegisterComponents()
            {
                if (AreComponentsRegistered)
                    return;
                AreComponentsRegistered = true;
                foreach (var field in Fields())
                {
                    if (_children.ContainsKey(field.Name) || _parameters.ContainsKey(field.Name) || _buffers.ContainsKey(field.Name))
                        continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(field.Name, module);
                            break;
                        case Parameter parameter:
                            register_parameter(field.Name, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(field.Name, tensor);
                            break;
                    }
                }
            }

            // The fields of the derived type first, then those that its bases declare; those of Module itself hold the bookkeeping.
            private IEnumerable<FieldInfo> Fields()
            {
                const BindingFlags Declared =
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    foreach (var field in type.GetFields(Declared))
                        yield return field;
                }
            }

            internal virtual void Move(ScalarType? type, Device? device)
            {
                var code = type is { } given ? (int)given : -1;
                var (deviceType, index) = device is null ? (-1, -1) : ((int)device.type, device.index);
                foreach (var tensor in _parameters.Values.Concat(_buffers.Values.Select(buffer => buffer.Tensor)))
                    NativeError.Check(NativeMethods.unetfill_move(tensor.Native, code, deviceType, index));
                foreach (var child in _children.Values)
                    child.Move(type, device);
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                foreach (var (tensor, _) in _buffers.Values)
                    tensor.Dispose();
                foreach (var parameter in _parameters.Values)
                    parameter.Dispose();
                foreach (var child in _children.Values)
                    child.Dispose();
            }
        }
    }
}
