using PureHDF.Filters;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>
/// A file to write: PureHDF wants its tree with all dimensions first; what is too large to hold is written afterwards, piece by piece. The
/// encodings are those that AnnData 0.8 and later read and write.
/// </summary>
internal sealed class Hdf5Output
{
    /// <summary>Elements of a chunk: few enough that its memory is given back soon.</summary>
    private const int ChunkElements = 1 << 14;

    private readonly List<Action<H5NativeWriter>> _pieces = [];

    /// <summary>The root of the file.</summary>
    public H5File Root { get; } = new();

    /// <summary>Writes the tree, then the pieces.</summary>
    public void Write(string path, CancellationToken cancellation)
    {
        var writer = Root.BeginWrite(path, new H5WriteOptions(FieldNameMapper: RecordTypes.NameOf));
        try
        {
            foreach (var write in _pieces)
            {
                cancellation.ThrowIfCancellationRequested();
                write(writer);
            }
        }
        catch
        {
            // Closing writes what is left, and fails of what a first failure left behind.
            Ignoring(writer.Dispose);
            throw;
        }
        writer.Dispose();

        static void Ignoring(Action close)
        {
            try
            {
                close();
            }
            catch (Exception)
            {
                // The first failure is the one to tell of.
            }
        }
    }

    /// <summary>A dataset whose rows are written later.</summary>
    /// <param name="dimensions">Its dimensions, none of them 0.</param>
    /// <param name="packed">Whether to compress it.</param>
    /// <param name="write">Gives the values of whole rows, piece by piece.</param>
    public H5Dataset Streamed<T>(long[] dimensions, bool packed, Func<IEnumerable<T[]>> write)
    {
        ulong[] lengths = [.. dimensions.Select(length => (ulong)length)];
        // A chunk spans whole rows, or chunks would be written out of order.
        var rows = RowsAtOnce(dimensions);
        var dataset = packed ? new H5Dataset<T[]>(lengths, [(uint)rows, .. dimensions.Skip(1).Select(length => (uint)length)],
            new(new SequentialChunkCache(), Packing))
            : new H5Dataset<T[]>(lengths);
        _pieces.Add(writer =>
        {
            long row = 0;
            foreach (var values in write())
            {
                var count = values.Length / dimensions.RowLength();
                writer.Write(dataset, values, fileSelection: dimensions.Rows(row, count));
                row += count;
            }
        });
        return dataset;
    }

    /// <summary>How many rows of a dataset make a piece: a whole chunk.</summary>
    public static long RowsAtOnce(long[] dimensions) =>
        Math.Clamp(ChunkElements / Math.Max(1, dimensions.RowLength()), 1, Math.Max(1, dimensions[0]));

    /// <summary>A dataset in memory with its encoding.</summary>
    public static H5Dataset Dataset(object values, string encoding)
    {
        var packed = values is Array { Rank: 1, Length: > 1024 } array && values is not string[]
            ? (uint)Math.Min(array.Length, ChunkElements) : 0;
        var dataset = packed == 0 ? new H5Dataset(values)
            : new H5Dataset(values, chunks: [packed], datasetCreation: new(Filters: Packing));
        return Encode(dataset, encoding, "0.2.0");
    }

    /// <summary>A group with its encoding.</summary>
    public static H5Group Group(string encoding, string version) => Encode(new H5Group(), encoding, version);

    /// <summary>Says of an object what AnnData shall read it as.</summary>
    public static T Encode<T>(T to, string encoding, string version) where T : H5Object
    {
        to.Attributes["encoding-type"] = encoding;
        to.Attributes["encoding-version"] = version;
        return to;
    }

    /// <summary>A table of annotations.</summary>
    /// <param name="index">Names of the rows.</param>
    /// <param name="columns">The columns in their order.</param>
    public static H5Group Table(IReadOnlyList<string> index, params (string Name, object Values)[] columns)
    {
        var table = Group("dataframe", "0.2.0");
        table.Attributes["_index"] = "_index";
        table.Attributes["column-order"] = columns.Select(column => column.Name).ToArray();
        table["_index"] = Dataset(index.ToArray(), "string-array");
        foreach (var (name, values) in columns) table[name] = Dataset(values, values is string[] ? "string-array" : "array");
        return table;
    }

    /// <summary>Values by name: text, numbers, flags, arrays of them, and further values by name.</summary>
    /// <exception cref="ArgumentException">A value is of another type.</exception>
    public static H5Group Values(IReadOnlyDictionary<string, object> values)
    {
        var group = Group("dict", "0.1.0");
        foreach (var (name, value) in values)
            group[name] = value switch
            {
                string text => Dataset(text, "string"),
                bool flag => Dataset(flag ? Flag.TRUE : Flag.FALSE, "numeric-scalar"),
                int or long or float or double => Dataset(value, "numeric-scalar"),
                string[] texts => Dataset(texts, "string-array"),
                int[] or long[] or float[] or double[] => Dataset(value, "array"),
                IReadOnlyDictionary<string, object> more => Values(more),
                _ => throw new ArgumentException($"'{name}' is a {value.GetType().Name}; expected text, a number, a flag, an array of text "
                    + "or numbers, or values by name.", nameof(values)),
            };
        return group;
    }

    /// <summary>Flags as h5py writes them.</summary>
    public static Flag[] Flags(IEnumerable<bool> flags) => [.. flags.Select(flag => flag ? Flag.TRUE : Flag.FALSE)];

    /// <summary>Shuffled and deflated.</summary>
    public static List<H5Filter> Packing { get; } = [ShuffleFilter.Id, DeflateFilter.Id];
}

/// <summary>h5py's type of flags; the names of its members are part of the file.</summary>
internal enum Flag : byte
{
    FALSE = 0,
    TRUE = 1,
}
