using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<(string name, Module module)> named_children() =>
                _children.Select(child => (child.Key, child.Value));

            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                named_children().Concat(named_children().SelectMany(
                    child => child.module.named_modules(), (child, inner) => ($"{child.name}.{inner.name}", inner.module)));

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                Distinct(_parameters.Select(own => (own.Key, own.Value)), recurse, child => child.named_parameters());

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(named => named.parameter);

            /// <summary>The buffers that belong to the state.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true, bool include_nonpersistent = true) =>
                Distinct(
                    _buffers.Where(own => own.Value.Persistent).Select(own => (own.Key, own.Value.Tensor)),
                    recurse,
                    child => child.named_buffers(true, include_nonpersistent));

            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in named_parameters())
                    destination.TryAdd(start + name, parameter);
                foreach (var (name, buffer) in named_buffers())
                    destination.TryAdd(start + name, buffer);
                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                skip ??= [];
                var target = state_dict();
                var unexpected = source.Keys.Where(name => !skip.Contains(name) && !target.ContainsKey(name)).ToList();
                var missing = target.Keys.Where(name => !skip.Contains(name) && !source.ContainsKey(name)).ToList();
                if (strict && unexpected.Count + missing.Count > 0)
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");

                // A parameter cannot be overwritten while its changes are recorded.
                using var recording = no_grad();
                foreach (var (name, tensor) in source)
                {
                    if (!skip.Contains(name) && target.TryGetValue(name, out var own))
                        own.copy_(tensor);
                }

                return (missing, unexpected);
            }

            // A tensor that stands in two places belongs to the first.
            private IEnumerable<(string, T)> Distinct<T>(
                IEnumerable<(string Name, T Tensor)> own, bool recurse, Func<Module, IEnumerable<(string Name, T Tensor)>> ofChild)
                where T : Tensor
            {
                var all = recurse
                    ? own.Concat(_children.SelectMany(
                        child => ofChild(child.Value), (child, inner) => ($"{child.Key}.{inner.Name}", inner.Tensor)))
                    : own;
                var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
                foreach (var (name, tensor) in all)
                {
                    if (!tensor.IsInvalid && seen.Add(tensor.Native))
                        yield return (name, tensor);
                }
            }
        }
    }
}
