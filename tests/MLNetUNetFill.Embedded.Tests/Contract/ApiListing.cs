using System.Reflection;

namespace MLNetUNetFill.Embedded.Tests.Contract;

/// <summary>Lists the visible types and members of an assembly, one line a member.</summary>
public static class ApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static Dictionary<string, ApiType> Of(Assembly assembly) =>
        assembly.GetTypes().Where(t => t.IsVisible).Select(Describe).ToDictionary(t => t.Name);

    private static ApiType Describe(Type type)
    {
        string kind = type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        var bases = type.GetInterfaces().Where(i => i.IsPublic || i.IsNestedPublic).Select(Name).ToHashSet();
        if (type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum))
            bases.Add(Name(b));
        var members = type.GetMembers(Declared).Select(member => Describe(member, type)).OfType<string>().ToHashSet();
        return new ApiType($"{kind} {type.FullName}", bases, members);
    }

    private static string? Describe(MemberInfo member, Type type) => member switch
    {
        MethodInfo m when IsVisible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"  {Access(m)}{Modifier(m, type)}{Name(m.ReturnType)} {m.Name}{GenericArguments(m)}({Parameters(m.GetParameters())})",
        ConstructorInfo c when IsVisible(c) => $"  {Access(c)}ctor({Parameters(c.GetParameters())})",
        PropertyInfo p when IsVisible(p.GetMethod) || IsVisible(p.SetMethod) => Property(p, (p.GetMethod ?? p.SetMethod)!, type),
        FieldInfo f when (f.IsPublic || f.IsFamily) && f.Name != "value__" =>
            $"  {(f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{Name(f.FieldType)} {f.Name}",
        EventInfo e when IsVisible(e.AddMethod) => $"  event {Name(e.EventHandlerType!)} {e.Name}",
        _ => null,
    };

    private static string Property(PropertyInfo property, MethodInfo accessor, Type type)
    {
        string modifier = accessor.IsStatic ? "static " : accessor.IsAbstract && !type.IsInterface ? "abstract " : "";
        string index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{Parameters(parameters)}]" : "";
        string accessors = (IsVisible(property.GetMethod) ? "get; " : "") + (IsVisible(property.SetMethod) ? "set; " : "");
        return $"  {modifier}{Name(property.PropertyType)} {property.Name}{index} {{ {accessors}}}";
    }

    private static string Modifier(MethodInfo method, Type type) =>
        method.IsStatic ? "static "
        : type.IsInterface ? ""
        : method.IsAbstract ? "abstract "
        : method.IsVirtual && !method.IsFinal ? "virtual "
        : "";

    private static bool IsVisible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string GenericArguments(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        string passing = parameter.IsOut ? "out " : "";
        string reference = type.IsByRef && !parameter.IsOut ? "&" : "";
        return $"{passing}{Name(type).TrimEnd('&')}{reference} {parameter.Name}{DefaultValue(parameter)}";
    }

    private static string DefaultValue(ParameterInfo parameter) =>
        !parameter.HasDefaultValue ? "" : FormattableString.Invariant($" = {Literal(parameter.RawDefaultValue)}");

    private static object Literal(object? value) => value is string text ? $"\"{text}\"" : value ?? "null";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (type.IsByRef)
            return Name(type.GetElementType()!) + "&";
        if (type.IsPointer)
            return Name(type.GetElementType()!) + "*";
        string name = type.Name switch
        {
            "Single" => "float",
            "Double" => "double",
            "Int32" => "int",
            "Int64" => "long",
            "Boolean" => "bool",
            "String" => "string",
            "Void" => "void",
            "Object" => "object",
            "Byte" => "byte",
            "UInt32" => "uint",
            var other => other,
        };
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
