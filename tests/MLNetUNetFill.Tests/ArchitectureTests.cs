using System.Text.RegularExpressions;
using System.Xml.Linq;
using MLNetUNetFill.Evaluation;
using MLNetUNetFill.IO;
using MLNetUNetFill.Tests.Shared;
using Mono.Cecil;

namespace MLNetUNetFill.Tests;

/// <summary>Arrows run one way: between projects, and inside the component between its rooms, which are folders and namespaces.</summary>
public sealed class ArchitectureTests
{
    /// <summary>What starts the work: the public types that use every room, and that no room but DataFrames may use.</summary>
    private const string Doors = "the estimator, the transformer and the extension methods";

    /// <summary>The other types of the root namespace, which options and results are made of: every room may use them.</summary>
    private const string Words = "the public words";

    private static readonly string[] s_doors =
    [
        nameof(UNetGapFillEstimator), nameof(UNetGapFillScoringEstimator), nameof(UNetGapFillTransformer), nameof(UNetGapFillCatalog),
        nameof(DataFrameExtensions), nameof(ModelSaveExtensions), nameof(GeneSelectingEstimator), nameof(GeneSelectingTransformer),
    ];

    /// <summary>Each room with the rooms that it may use, all of which stand above it.</summary>
    private static readonly (string Room, string[] MayUse)[] s_rooms =
    [
        ("Devices", []),
        ("Onnx", []),
        // Eigenvectors are libtorch's, which has to be loaded first.
        ("Numerics", ["Devices"]),
        ("Cells", ["Numerics"]),
        ("Hiding", ["Cells", "Numerics"]),
        ("Imaging", ["Cells", "Numerics", "Onnx"]),
        ("Context", ["Cells", "Imaging", "Numerics", "Devices", "Onnx"]),
        ("Networks", ["Imaging", "Context", "Numerics"]),
        ("Training", ["Cells", "Hiding", "Imaging", "Context", "Networks", "Numerics", "Devices"]),
        ("ModelFile", ["Imaging", "Context", "Networks", "Onnx"]),
        ("Scoring", ["Cells", "ModelFile", "Devices", "Onnx"]),
        // Options refuse names that the graph has for itself (GapFillOutputs).
        (Words, ["Cells", "Devices", "ModelFile"]),
        (Doors, ["Cells", "Imaging", "Networks", "Training", "ModelFile", "Scoring", "Devices", "DataFrames"]),
        ("DataFrames", ["Cells", Doors]),
    ];

    private static readonly (string Project, string[] References)[] s_projects =
    [
        ("MLNetUNetFill", []),
        ("MLNetUNetFill.Evaluation", ["MLNetUNetFill"]),
        ("MLNetUNetFill.IO", ["MLNetUNetFill"]),
        ("MLNetUNetFill.Cli", ["MLNetUNetFill", "MLNetUNetFill.Evaluation", "MLNetUNetFill.IO"]),
    ];

    [Fact]
    public void Rooms_of_the_component_use_only_the_rooms_that_they_may_use()
    {
        var allowed = s_rooms.ToDictionary(room => room.Room, room => room.MayUse.Append(room.Room).Append(Words).ToHashSet());
        using var module = ModuleDefinition.ReadModule(typeof(UNetGapFillEstimator).Assembly.Location);

        var forbidden = Uses(module).Where(use => !allowed[Room(use.User)].Contains(Room(use.Used)))
            .Select(use => $"{use.User.Name} ({Room(use.User)}) uses {use.Used.Name} ({Room(use.Used)})").Distinct().Order().ToArray();

        Assert.True(forbidden.Length == 0, string.Join('\n', forbidden));
    }

    [Fact]
    public void No_two_rooms_may_use_each_other()
    {
        var mayUse = s_rooms.ToDictionary(room => room.Room, room => room.MayUse);
        // Data frames are a way in: their extension methods are a door, and the rest of them uses the doors.
        foreach (var (above, room) in s_rooms.Where(room => room.Room is not "DataFrames" and not Doors).Index())
            Assert.Subset(s_rooms.Take(above).Select(earlier => earlier.Room).ToHashSet(), room.MayUse.ToHashSet());
    }

    [Fact]
    public void Projects_reference_only_the_projects_that_they_may_use()
    {
        foreach (var (project, references) in s_projects)
            Assert.Equal(references, XDocument.Load(Path.Combine(Source, project, $"{project}.csproj")).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
                .Order(StringComparer.Ordinal));
        Assert.Equal(s_projects.Select(project => project.Project).Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(Source).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Public_types_share_the_namespace_of_their_project()
    {
        foreach (var assembly in (Type[])[typeof(UNetGapFillEstimator), typeof(HoldOut), typeof(CountSource)])
            Assert.All(assembly.Assembly.GetExportedTypes(), type => Assert.Equal(assembly.Assembly.GetName().Name, type.Namespace));
    }

    [Fact]
    public void Namespaces_are_folders_but_for_public_types()
    {
        foreach (var (project, _) in s_projects)
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Source, project), "*.cs", SearchOption.AllDirectories))
            {
                var folder = Path.GetRelativePath(Source, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
                if (Regex.IsMatch(folder, @"\.(bin|obj)(\.|$)")) continue;
                var text = File.ReadAllText(file);
                var declared = Regex.Match(text, "^namespace (.+);", RegexOptions.Multiline).Groups[1].Value;
                if (declared.Length == 0) continue;
                var isPublic = Regex.IsMatch(text, "^public ", RegexOptions.Multiline);
                Assert.True(declared == (isPublic ? project : folder),
                    $"{file} has the namespace {declared}; expected {(isPublic ? project : folder)}.");
            }
    }

    private static string Source { get; } = Path.Combine(Repository.Root, "src");

    /// <summary>The room of a type: the second part of its namespace; the root namespace has two.</summary>
    private static string Room(TypeReference type) =>
        type.Namespace.Split('.') is [_, var room, ..] ? room : s_doors.Contains(type.Name) ? Doors : Words;

    /// <summary>Every use of one type of the component by another, in signatures and in code; types inside others count as those.</summary>
    private static IEnumerable<(TypeDefinition User, TypeDefinition Used)> Uses(ModuleDefinition module) =>
        from type in module.GetTypes()
        let user = Outermost(type)
        where user.Namespace.StartsWith(nameof(MLNetUNetFill), StringComparison.Ordinal)
        from reference in References(type).SelectMany(Parts)
        where reference.Scope == module
        let used = Outermost(reference.Resolve())
        where used != user && used.Namespace.StartsWith(nameof(MLNetUNetFill), StringComparison.Ordinal)
        select (user, used);

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType, .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. type.Fields.Select(field => field.FieldType), .. type.Properties.Select(property => property.PropertyType),
        .. type.Methods.SelectMany(Signature),
        .. type.Methods.Where(method => method.HasBody).SelectMany(method => method.Body.Variables)
        .Select(variable => variable.VariableType),
        .. type.Methods.Where(method => method.HasBody).SelectMany(method => method.Body.Instructions).SelectMany(instruction =>
        instruction.Operand switch
        {
            TypeReference named => [named],
            FieldReference field => [field.DeclaringType, field.FieldType],
            MethodReference method => Signature(method),
            _ => Enumerable.Empty<TypeReference>(),
        }),
    ];

    private static IEnumerable<TypeReference> Signature(MethodReference method) =>
    [
        method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    /// <summary>A type without its arrays, references and arguments, and those arguments.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification specified => Parts(specified.ElementType),
        _ => [type],
    };

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
