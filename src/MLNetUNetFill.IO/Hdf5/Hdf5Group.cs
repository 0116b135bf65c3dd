namespace MLNetUNetFill.IO.Hdf5;

/// <summary>A group or a dataset of a file.</summary>
/// <param name="file">The file.</param>
/// <param name="place">Where it is, from the root on.</param>
/// <param name="native">What PureHDF makes of it.</param>
internal abstract class Hdf5Object(Hdf5File file, string place, IH5Object native)
{
    private const int LongestAttribute = 1 << 20;

    /// <summary>The file.</summary>
    public Hdf5File File { get; } = file;

    /// <summary>Where it is, for messages.</summary>
    public string Place { get; } = place;

    /// <summary>The last part of <see cref="Place"/>.</summary>
    public string Name => Place[(Place.LastIndexOf('/') + 1)..];

    /// <summary>The attributes, by PureHDF.</summary>
    public IReadOnlyList<IH5Attribute> Attributes => File.Guard(Place, () => native.Attributes().ToArray());

    /// <summary>A text attribute, null where there is none of that name or of that type.</summary>
    public string? TextAttribute(string name) => TextsAttribute(name) is [var text] ? text : null;

    /// <summary>The texts of an attribute, null where there is none of that name or of that type.</summary>
    public string[]? TextsAttribute(string name) => File.Guard(Place, () =>
    {
        if (Attribute(name) is not { } attribute || !Hdf5Types.IsText(attribute.Type)) return null;
        string?[] texts = attribute.Space.Rank == 0 ? [attribute.Read<string>()] : attribute.Read<string[]>();
        return texts.Select(text => text ?? "").ToArray();
    });

    /// <summary>The whole numbers of an attribute, null where there is none of that name or of that type.</summary>
    public long[]? NumbersAttribute(string name) => File.Guard<long[]?>(Place, () =>
    {
        if (Attribute(name) is not { Type.Class: H5DataTypeClass.FixedPoint } attribute) return null;
        if (Hdf5Types.Element(attribute.Type) is not { } element) return null;
        var numbers = (Array)new Hdf5Reader(attribute).Read(element.MakeArrayType());
        return [.. numbers.Cast<IConvertible>().Select(number => number.ToInt64(CultureInfo.InvariantCulture))];
    });

    /// <summary>An error at this place.</summary>
    public GapFillException Error(string found, string expected) => File.Error(Place, found, expected);

    private IH5Attribute? Attribute(string name)
    {
        if (!native.AttributeExists(name)) return null;
        var attribute = native.Attribute(name);
        var count = attribute.Space.Dimensions.Aggregate(1UL, (product, length) => checked(product * length));
        return count * (ulong)Math.Max(1, attribute.Type.Size) <= LongestAttribute ? attribute
            : throw new InvalidDataException($"an attribute '{name}' of {count} elements");
    }
}

/// <summary>A group.</summary>
/// <param name="file">The file.</param>
/// <param name="place">Where it is.</param>
/// <param name="native">What PureHDF makes of it.</param>
internal sealed class Hdf5Group(Hdf5File file, string place, IH5Group native) : Hdf5Object(file, place, native)
{
    /// <summary>All that lies in the group.</summary>
    public IReadOnlyList<Hdf5Object> Children() =>
        File.Guard(Place, () => native.Children().Select(child => Wrap(child.Name, child)).ToArray());

    /// <summary>What lies below the group under a name or a path, null where there is nothing.</summary>
    public Hdf5Object? Find(string path)
    {
        Hdf5Object? found = this;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (found is not Hdf5Group group) return null;
            found = group.Child(name);
        }

        return found;
    }

    /// <summary>A group below this one.</summary>
    public Hdf5Group? Group(string path) => Find(path) is not { } found ? null
        : found as Hdf5Group ?? throw found.Error("found a dataset", "a group");

    /// <summary>A dataset below this group.</summary>
    public Hdf5Dataset? Dataset(string path) => Find(path) is not { } found ? null
        : found as Hdf5Dataset ?? throw found.Error("found a group", "a dataset");

    /// <summary>A dataset that has to be there.</summary>
    public Hdf5Dataset RequiredDataset(string path, string expected) => Dataset(path) ?? throw Error($"found no '{path}'", expected);

    private Hdf5Object? Child(string name) =>
        File.Guard(Place, () => native.LinkExists(name) ? Wrap(name, native.Get(name)) : null);

    private Hdf5Object Wrap(string name, IH5Object child)
    {
        var childPlace = Place == "/" ? "/" + name : $"{Place}/{name}";
        return child switch
        {
            IH5Group group => new Hdf5Group(File, childPlace, group),
            IH5Dataset dataset => new Hdf5Dataset(File, childPlace, dataset),
            IH5UnresolvedLink => throw File.Error(childPlace, "found a link that leads nowhere", "a group or a dataset"),
            _ => throw File.Error(childPlace, "found a named type", "a group or a dataset"),
        };
    }
}
