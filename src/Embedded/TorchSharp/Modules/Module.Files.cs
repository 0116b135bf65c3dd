using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // The official file format: the number of tensors, then for each its name, element type, rank, sizes and data,
        // integers in LEB128.
        public partial class Module
        {
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                var entries = state_dict().Where(entry => skip?.Contains(entry.Key) != true).ToList();
                writer.Write7BitEncodedInt64(entries.Count);
                foreach (var (name, tensor) in entries)
                {
                    writer.Write(name);
                    Write(writer, tensor);
                }

                return this;
            }

            public virtual Module load(
                string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location))
                    throw new FileNotFoundException(location);
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            public Module load(
                Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                var target = state_dict();
                var count = reader.Read7BitEncodedInt64();
                if (strict && count != target.Count)
                    throw new ArgumentException($"Mismatched state_dict sizes: expected {target.Count}, but found {count} entries.");

                for (long i = 0; i < count; i++)
                {
                    var name = reader.ReadString();
                    var found = target.TryGetValue(name, out var own);
                    if (!found && strict)
                        throw new ArgumentException(
                            $"Mismatched module state names: the target modules does not have a submodule or buffer named '{name}'");
                    using var tensor = Read(reader);
                    if (found && skip?.Contains(name) != true)
                        Overwrite(own!, tensor);
                    loadedParameters?.Add(name, found);
                }

                return this;
            }

            private static void Overwrite(Tensor own, Tensor loaded)
            {
                if (own.dtype != loaded.dtype)
                    throw new ArgumentException("Mismatched tensor data types while loading. "
                        + "Make sure that the model you are loading into is exactly the same as the origin.");
                if (!own.shape.AsSpan().SequenceEqual(loaded.shape))
                    throw new ArgumentException("Mismatched tensor shape while loading. "
                        + "Make sure that the model you are loading into is exactly the same as the origin.");
                using var recording = no_grad();
                own.copy_(loaded);
            }

            private static void Write(BinaryWriter writer, Tensor tensor)
            {
                using var host = tensor.cpu();
                using var dense = host.contiguous();
                writer.Write7BitEncodedInt64((long)dense.dtype);
                writer.Write7BitEncodedInt64(dense.ndim);
                foreach (var size in dense.shape)
                    writer.Write7BitEncodedInt64(size);
                writer.Write(Bytes(dense));
            }

            private static Tensor Read(BinaryReader reader)
            {
                var type = (ScalarType)reader.Read7BitEncodedInt64();
                var sizes = new long[reader.Read7BitEncodedInt64()];
                for (var i = 0; i < sizes.Length; i++)
                    sizes[i] = reader.Read7BitEncodedInt64();
                var tensor = empty(sizes, type);
                reader.BaseStream.ReadExactly(Bytes(tensor));
                return tensor;
            }

            private static unsafe Span<byte> Bytes(Tensor tensor) =>
                new(
                    (void*)NativeMethods.unetfill_data(tensor.Native),
                    checked((int)(tensor.NumberOfElements * NativeMethods.unetfill_element_size(tensor.Native))));
        }
    }
}
