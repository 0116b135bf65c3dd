namespace MLNetUNetFill.IO.Hdf5;

/// <summary>Copies everything of a file into one to write. What cannot be copied is an error that names it, never left out.</summary>
/// <param name="output">The file to write.</param>
/// <param name="leaveOut">Places that are not copied.</param>
internal sealed class Hdf5Copy(Hdf5Output output, IReadOnlySet<string> leaveOut)
{
    private const long InMemory = 1 << 16;
    private const int Deepest = 64;
    private const int MostObjects = 200_000;
    private const string Expected = "what can be copied: numbers, flags, text and records of them";

    private int _objects;

    /// <summary>One sentence each: what is written in another form than it was.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Copies what a group holds.</summary>
    public void Copy(Hdf5Group from, H5Group to, int depth = 0)
    {
        if (depth > Deepest) throw from.Error($"found groups within groups deeper than {Deepest}", "fewer");
        CopyAttributes(from, to);
        var categories = from.Find("__categories") as Hdf5Group;
        foreach (var child in from.Children())
        {
            if (leaveOut.Contains(child.Place)) continue;
            if (++_objects > MostObjects)
                throw from.Error($"found more than {MostObjects} groups and datasets", "fewer, none of them within itself");
            switch (child)
            {
                case Hdf5Group when child.Name == "__categories":
                    break;
                case Hdf5Group group:
                    var copy = new H5Group();
                    Copy(group, copy, depth + 1);
                    to[child.Name] = copy;
                    break;
                case Hdf5Dataset dataset:
                    to[child.Name] = categories?.Dataset(child.Name) is { } texts && dataset.IsInteger ? Categorical(dataset, texts)
                    : Copy(dataset);
                    break;
            }
        }

        if (categories is null) return;
        Hdf5Output.Encode(to, "dataframe", "0.2.0");
        Notes.Add($"{from.File.Path}, {from.Place}: its categories are written as AnnData 0.8 and later write them.");
    }

    private H5Group Categorical(Hdf5Dataset codes, Hdf5Dataset categories)
    {
        var group = Hdf5Output.Group("categorical", "0.2.0");
        group.Attributes["ordered"] = categories.Attributes.Any(attribute => attribute.Name == "ordered" && Hdf5Types.IsFlag(attribute.Type)
            && attribute.Read<bool>()) ? Flag.TRUE : Flag.FALSE;
        group["codes"] = Hdf5Output.Encode(Values(codes), "array", "0.2.0");
        group["categories"] = Hdf5Output.Encode(Values(categories), categories.HoldsText ? "string-array" : "array", "0.2.0");
        return group;
    }

    private H5Dataset Copy(Hdf5Dataset dataset)
    {
        var copy = Values(dataset);
        CopyAttributes(dataset, copy);
        return copy;
    }

    private H5Dataset Values(Hdf5Dataset dataset)
    {
        if (IsNull(dataset)) throw dataset.Error("found no data space (h5py.Empty)", Expected);
        if (dataset.Type.Class == H5DataTypeClass.String)
            Notes.Add($"{dataset.File.Path}, {dataset.Place}: its text of fixed length is written as text of variable length.");
        var scalar = dataset.Dimensions.Length == 0;
        if (!scalar && dataset.Count > InMemory && dataset.Type.Class != H5DataTypeClass.Compound)
        {
            if (dataset.HoldsText) return output.Streamed(dataset.Dimensions, false, dataset.TextBlocks);
            if (dataset.IsNumeric || dataset.IsFlags)
                return (H5Dataset)Hdf5Types.Call(this, nameof(StreamedNumbers), [Element(dataset.Type, dataset)], dataset)!;
        }

        if (dataset.Count * (long)Math.Max(1, dataset.Type.Size) > 1 << 28)
            throw dataset.Error($"found {dataset.Shape} of {dataset.Type.Size} bytes", "records of at most 256 MB");
        var values = dataset.HoldsText ? scalar ? dataset.ReadTexts()[0] : dataset.ReadTexts()
            : dataset.File.Guard(dataset.Place, () => Value(dataset.Type, scalar, dataset.Place, dataset, new Hdf5Reader(dataset.Native)),
            dataset.Count);
        return new H5Dataset(values, fileDims: scalar ? null : [.. dataset.Dimensions.Select(length => (ulong)length)]);
    }

    private H5Dataset StreamedNumbers<T>(Hdf5Dataset dataset) where T : unmanaged
    {
        var packed = Hdf5Filters.Filters(dataset.Native).Length > 0;
        return output.Streamed(dataset.Dimensions, packed, Pieces);

        IEnumerable<T[]> Pieces()
        {
            var rows = Hdf5Output.RowsAtOnce(dataset.Dimensions);
            for (long row = 0; row < dataset.Dimensions[0]; row += rows)
            {
                var count = Math.Min(rows, dataset.Dimensions[0] - row);
                var values = new T[count * dataset.Dimensions.RowLength()];
                dataset.ReadStored(row, count, values.AsMemory());
                yield return values;
            }
        }
    }

    private static void CopyAttributes(Hdf5Object from, H5Object to)
    {
        foreach (var attribute in from.Attributes)
        {
            var place = $"{from.Place}, attribute {attribute.Name}";
            // What a column's categories are is told by their place.
            if (attribute.Name == "categories" && attribute.Type.Class == H5DataTypeClass.Reference && from.Place.Contains('/')) continue;
            if (attribute.Space.Type == H5DataspaceType.Null) throw from.File.Error(place, "found no data space (h5py.Empty)", Expected);
            var scalar = attribute.Space.Rank == 0;
            var value = from.File.Guard(place, () => Value(attribute.Type, scalar, place, from, new Hdf5Reader(attribute)));
            to.Attributes[attribute.Name] = attribute.Space.Rank > 1 ? new H5Attribute(value, attribute.Space.Dimensions) : value;
        }
    }

    private static object Value(IH5DataType type, bool scalar, string place, Hdf5Object at, Hdf5Reader reader)
    {
        if (Hdf5Types.IsText(type))
            return scalar ? reader.Read<string>() ?? "" : reader.Read<string[]>().Select(text => text ?? "").ToArray();
        switch (type.Class)
        {
            case H5DataTypeClass.FixedPoint or H5DataTypeClass.FloatingPoint:
                var element = Element(type, at);
                return reader.Read(scalar ? element : element.MakeArrayType());
            case H5DataTypeClass.Enumerated when Hdf5Types.IsFlag(type):
                return scalar ? reader.Read<bool>() ? Flag.TRUE : Flag.FALSE : Hdf5Output.Flags(reader.Read<bool[]>());
            case H5DataTypeClass.Compound when !scalar:
                return RecordTypes.Convert(type.Compound.Members, member => MemberType(member, place, at),
                    reader.Read<Dictionary<string, object?>[]>());
            default:
                throw at.File.Error(place, $"found {Describe(type.Class)}", Expected);
        }
    }

    private static string Describe(H5DataTypeClass type) => type switch
    {
        H5DataTypeClass.Reference => "references to other objects",
        H5DataTypeClass.Enumerated => "an enumeration that is not FALSE and TRUE",
        H5DataTypeClass.Compound => "a single record",
        _ => $"values of the type {type}",
    };

    private static Type MemberType(CompoundMember member, string place, Hdf5Object at) => Hdf5Types.IsText(member.Type) ? typeof(string)
        : member.Type.Class is H5DataTypeClass.FixedPoint or H5DataTypeClass.FloatingPoint ? Element(member.Type, at)
        : throw at.File.Error(place, $"found {Describe(member.Type.Class)} in the member '{member.Name}'", Expected);

    private static bool IsNull(Hdf5Dataset dataset) =>
        dataset.File.Guard(dataset.Place, () => dataset.Native.Space.Type == H5DataspaceType.Null);

    private static Type Element(IH5DataType type, Hdf5Object at) =>
        Hdf5Types.Element(type) ?? throw at.Error($"found {Describe(type.Class)} of {type.Size} bytes", Expected);
}
