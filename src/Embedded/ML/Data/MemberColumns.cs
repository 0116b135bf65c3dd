using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Which columns the public fields and properties of a class stand for.</summary>
internal static class MemberColumns
{
    internal static IEnumerable<MemberInfo> Members(Type userType, SchemaDefinition.Direction direction)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance;
        var reads = direction.HasFlag(SchemaDefinition.Direction.Read);
        var writes = direction.HasFlag(SchemaDefinition.Direction.Write);
        var properties = userType.GetProperties(flags).Where(property => property.GetIndexParameters().Length == 0
            && ((reads && property.GetGetMethod() != null) || (writes && property.GetSetMethod() != null)));
        return userType.GetFields(flags).Concat<MemberInfo>(properties)
            .Where(member => member.GetCustomAttribute<NoColumnAttribute>() == null);
    }

    /// <summary>The column type of a member by its own type and its attributes.</summary>
    internal static DataViewType TypeOf(MemberInfo member)
    {
        var (rawItem, isVector) = ItemOf(member);
        PrimitiveDataViewType itemType = member.GetCustomAttribute<KeyTypeAttribute>() is { } key
            ? new KeyDataViewType(rawItem, key.Count)
            : PrimitiveDataViewType.FromRawType(rawItem);
        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        if (vector != null && !isVector)
        {
            throw new ArgumentOutOfRangeException(
                "userType", $"Member {member.Name} marked with VectorTypeAttribute, but does not appear to be a vector type");
        }

        if (!isVector)
            return itemType;
        return vector?.Dimensions.Length > 0 ? new VectorDataViewType(itemType, vector.Dimensions) : new VectorDataViewType(itemType);
    }

    /// <summary>The raw type of the member's items, and whether it holds many of them.</summary>
    internal static (Type RawItem, bool IsVector) ItemOf(MemberInfo member)
    {
        var type = ValueTypeOf(member);
        var isBuffer = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>);
        var item = type.IsArray ? type.GetElementType() : isBuffer ? type.GetGenericArguments()[0] : type;
        var primitive = PrimitiveDataViewType.FromRawType(item) ?? throw new ArgumentOutOfRangeException(
            "rawType", $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        return (primitive.RawType, type.IsArray || isBuffer);
    }

    internal static Type ValueTypeOf(MemberInfo member) =>
        member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>The members and columns of a definition, checked against each other.</summary>
    internal static IEnumerable<(MemberInfo Member, DataViewSchema.DetachedColumn Column)> Bind(Type userType, SchemaDefinition definition)
    {
        foreach (var column in definition)
        {
            var member = (MemberInfo)userType.GetField(column.MemberName) ?? userType.GetProperty(column.MemberName)
                ?? throw new ArgumentOutOfRangeException(
                    nameof(definition), $"No field or property with name '{column.MemberName}' found in type '{userType.FullName}'");
            var type = column.ColumnType ?? TypeOf(member);
            var name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
            if (!IsCompatible(type, member))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(definition),
                    $"Column '{name}' is supposed to be of type {type}, but its member '{member.Name}' is of type {ValueTypeOf(member)}");
            }

            yield return (member, new(name, type, column.Annotations));
        }
    }

    internal static bool IsCompatible(DataViewType type, MemberInfo member)
    {
        var (rawItem, isVector) = ItemOf(member);
        var itemType = type is VectorDataViewType vector ? vector.ItemType : type;
        return isVector == type is VectorDataViewType && itemType.RawType == rawItem;
    }
}
