using System.Buffers;
using System.Numerics;
using PureHDF.VOL.Native;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>A dataset: its sizes are checked before anything is read, and it is read slice by slice.</summary>
internal sealed class Hdf5Dataset : Hdf5Object
{
    /// <summary>What the header of a file may claim before it is read: chunks, and texts held at once.</summary>
    private const long LargestClaim = 1 << 28;
    private const int LongestText = 1 << 20;
    private const int TextsAtOnce = 1 << 14;
    private const long MemoryForTexts = 1 << 26;

    private readonly NativeDataset _native;
    private readonly H5DatasetAccess _access;
    private bool _checked;

    public Hdf5Dataset(Hdf5File file, string place, IH5Dataset native) : base(file, place, native)
    {
        _native = (NativeDataset)native;
        (Dimensions, Type, Layout) = file.Guard(place, () =>
        {
            var dimensions = native.Space.Dimensions.Select(length => checked((long)length)).ToArray();
            _ = dimensions.Product();
            return (dimensions, native.Type, native.Layout.Class);
        });
        Chunks = Layout == H5DataLayoutClass.Chunked ? file.Guard(place, () => native.Layout.Chunks) : null;
        // Slices of a few rows would otherwise unpack their chunk anew, each of them.
        _access = new(ChunkCache: new SimpleReadingChunkCache(521, (ulong)Math.Max(1 << 21, RowOfChunks())));
    }

    /// <summary>The length of each dimension; none for a single value.</summary>
    public long[] Dimensions { get; }

    /// <summary>How many elements there are.</summary>
    public long Count => Dimensions.Product();

    /// <summary>The element type, by PureHDF.</summary>
    public IH5DataType Type { get; }

    /// <summary>How the elements are stored.</summary>
    public H5DataLayoutClass Layout { get; }

    /// <summary>The length of a chunk in each dimension, null where there are none.</summary>
    public ulong[]? Chunks { get; }

    /// <summary>PureHDF's dataset, checked.</summary>
    public NativeDataset Native
    {
        get
        {
            Check();
            return _native;
        }
    }

    /// <summary>Whether elements are numbers.</summary>
    public bool IsNumeric => Type.Class is H5DataTypeClass.FixedPoint or H5DataTypeClass.FloatingPoint;

    /// <summary>Whether elements are integers.</summary>
    public bool IsInteger => Type.Class == H5DataTypeClass.FixedPoint;

    /// <summary>Whether elements are text.</summary>
    public bool HoldsText => Hdf5Types.IsText(Type);

    /// <summary>Whether elements are FALSE or TRUE as h5py writes them.</summary>
    public bool IsFlags => Type.Class == H5DataTypeClass.Enumerated && Type.Size == 1;

    /// <summary>Makes sure of one dimension.</summary>
    /// <returns>Its length.</returns>
    public long Vector(string expected) => Dimensions is [var length] ? length : throw Error($"found {Shape}", expected);

    /// <summary>For example "2700 x 32738 values".</summary>
    public string Shape => Dimensions.Length == 0 ? "a single value" : $"{string.Join(" x ", Dimensions)} values";

    /// <summary>Reads consecutive numbers of one dimension.</summary>
    public void Read<T>(long start, Memory<T> into) where T : unmanaged, INumber<T> => Read(start, into.Length, into);

    /// <summary>Reads consecutive rows of numbers, whatever the dimensions.</summary>
    public void Read<T>(long row, long rows, Memory<T> into) where T : unmanaged, INumber<T>
    {
        if (!IsNumeric && !IsFlags) throw Error($"found {Type.Class}", "numbers");
        var stored = IsFlags ? typeof(byte) : Hdf5Types.Element(Type)
            ?? throw Error($"found numbers of {Type.Size} bytes", "1, 2, 4 or 8");
        if (!into.IsEmpty) Hdf5Types.Call(this, nameof(Convert), [stored, typeof(T)], row, rows, into);
    }

    /// <summary>Reads consecutive rows, whatever the dimensions, in the type that they are stored in.</summary>
    public void ReadStored<T>(long row, long rows, Memory<T> into) where T : unmanaged
    {
        Check();
        File.Guard(Place, () =>
        {
            if (Dimensions.Length == 0) into.Span[0] = _native.Read<T>(_access);
            else _native.Read(_access, into.Span, Dimensions.Rows(row, rows));
            return true;
        });
    }

    /// <summary>All numbers, block by block as they come: a header that lies ends in an error, not in memory taken.</summary>
    public T[] ReadAll<T>() where T : unmanaged, INumber<T>
    {
        var count = Count;
        if (count > Array.MaxLength) throw Error($"found {Shape}", $"at most {Array.MaxLength}");
        RequireRoom(count, Type.Size);
        var all = new T[count];
        const int block = 1 << 20;
        if (Dimensions.Length == 1)
            for (var at = 0; at < all.Length; at += block) Read(at, all.AsMemory(at, Math.Min(block, all.Length - at)));
        else Read(0, Dimensions.FirstOrDefault(), all.AsMemory());
        return all;
    }

    /// <summary>All flags.</summary>
    public bool[] ReadFlags()
    {
        if (!IsFlags) throw Error("found no flags", "FALSE and TRUE");
        RequireRoom(Count, 1);
        Check();
        return File.Guard(Place, () => Dimensions.Length == 0 ? [_native.Read<bool>()] : _native.Read<bool[]>(_access));
    }

    /// <summary>All texts of one dimension.</summary>
    public string[] ReadTexts()
    {
        if (Dimensions.Length == 0) return [File.Guard(Place, () => Native.Read<string>()) ?? ""];
        return [.. TextBlocks().SelectMany(block => block)];
    }

    /// <summary>All texts, whatever the dimensions, block by block.</summary>
    public IEnumerable<string[]> TextBlocks()
    {
        if (!HoldsText) throw Error($"found {Type.Class}", "text");
        RequireRoom(Count, Type.Class == H5DataTypeClass.String ? Type.Size : 16);
        if (Count > Math.Max(1 << 20, File.Length))
            throw Error($"found {Shape} of text in a file of {File.Length} bytes", "no more than it can hold");
        if (Type.Class == H5DataTypeClass.String && Type.Size > LongestText)
            throw Error($"found texts of {Type.Size} bytes", $"at most {LongestText}");
        if (Count == 0) yield break;
        for (long row = 0, rows; row < Dimensions[0]; row += rows)
        {
            rows = Math.Min(TextsAtOnce / Dimensions.RowLength(), Dimensions[0] - row);
            yield return ReadTextBlock(row, ref rows);
        }
    }

    /// <summary>Many places may refer to one long text: the longer the texts of a file, the fewer are read at once.</summary>
    private string[] ReadTextBlock(long row, ref long rows)
    {
        Check();
        while (true)
        {
            var longest = Type.Class == H5DataTypeClass.String ? Type.Size : File.LongestText;
            rows = Math.Max(1, Math.Min(rows, MemoryForTexts / Math.Max(1, longest) / Dimensions.RowLength()));
            try
            {
                var (selection, count) = (Dimensions.Rows(row, rows), rows * Dimensions.RowLength());
                return File.Guard(Place, () => _native.Read<string[]>(_access, selection).Select(text => text ?? "").ToArray(), count,
                    MemoryForTexts / count);
            }
            catch (GapFillException e) when (rows > 1 && e.InnerException is LongTextException)
            {
                // The stream knows now how long the longest is.
            }
        }
    }

    private void Convert<TFrom, TTo>(long row, long rows, Memory<TTo> into)
        where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        if ((object)into is Memory<TFrom> same)
        {
            ReadStored(row, rows, same);
            return;
        }

        var rented = ArrayPool<TFrom>.Shared.Rent(into.Length);
        try
        {
            ReadStored(row, rows, rented.AsMemory(0, into.Length));
            var numbers = into.Span;
            for (var i = 0; i < numbers.Length; i++) numbers[i] = TTo.CreateChecked(rented[i]);
            // Single precision makes 0 of numbers below 1.4e-45; what is no number at all is found by all who read.
            if (typeof(TFrom) == typeof(double) && typeof(TTo) == typeof(float))
                for (var i = 0; i < numbers.Length; i++)
                    if (TTo.IsZero(numbers[i]) && !TFrom.IsZero(rented[i])) numbers[i] = TTo.CreateChecked(float.NaN);
        }
        catch (OverflowException e)
        {
            throw File.Error(Place, $"found a number outside {typeof(TTo).Name}", "a smaller one", e);
        }
        finally
        {
            ArrayPool<TFrom>.Shared.Return(rented);
        }
    }

    /// <summary>Compression makes a file smaller by 1000 at most: what claims more elements than that holds none of them.</summary>
    private void RequireRoom(long count, int size)
    {
        var room = Layout == H5DataLayoutClass.Chunked ? 1100 * File.Length : File.Length;
        if ((Int128)count * size > (Int128)room + LongestText)
            throw Error($"found {Shape} in a file of {File.Length} bytes", "no more than it can hold");
    }

    /// <summary>Bytes of the chunks that consecutive slices share.</summary>
    private long RowOfChunks()
    {
        if (Chunks is not { Length: > 0 } chunks) return 0;
        var bytes = 2 * (Int128)Math.Max(1, Type.Size) * chunks[0];
        for (var i = 1; i < chunks.Length && i < Dimensions.Length; i++) bytes *= (Int128)Dimensions[i] + chunks[i];
        return (long)Int128.Clamp(bytes, 0, LargestClaim);
    }

    private void Check()
    {
        File.Expect(Dimensions.Length);
        if (_checked) return;
        if (Layout is H5DataLayoutClass.VirtualStorage || Hdf5Filters.HasExternalFiles(_native))
            throw Error("found a dataset whose values are in other files", "values in this file: other files are not opened");
        Hdf5Filters.Check(this, _native);
        if (Layout == H5DataLayoutClass.Contiguous && Type.Class != H5DataTypeClass.VariableLength
            || Layout == H5DataLayoutClass.Chunked) RequireRoom(Count, Type.Size);
        if (Chunks is not null)
        {
            var bytes = Chunks.Aggregate((Int128)Type.Size, (product, length) => product * length);
            if (Chunks.Length != Dimensions.Length || bytes <= 0 || bytes > LargestClaim)
                throw Error($"found chunks of {string.Join(" x ", Chunks)} values ({bytes} bytes)",
                    $"at most {LargestClaim} bytes and as many dimensions as the data");
            if (Hdf5Filters.SingleChunk(_native) is { } size && size > (ulong)File.Length)
                throw Error($"found a chunk of {size} bytes in a file of {File.Length}", "a smaller one");
        }

        _checked = true;
    }
}
