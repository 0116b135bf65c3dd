using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape Empty = new([]);

    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        if (!Array.TrueForAll(_columns, column => column.IsValid))
            throw new ArgumentOutOfRangeException(nameof(columns), "Some items are not initialized properly.");
    }

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The shape of a schema's visible columns.</summary>
    internal static SchemaShape Create(DataViewSchema schema) =>
        new(schema.Where(column => !column.IsHidden).Select(column => ColumnOf(new(column))));

    /// <summary>The shape of a column, for the output schema of an estimator whose transformer makes such columns.</summary>
    internal static Column ColumnOf(DataViewSchema.DetachedColumn column)
    {
        var annotations = column.Annotations.Schema.Select(annotation => Column.Of(annotation.Name, annotation.Type));
        return Column.Of(column.Name, column.Type, new(annotations));
    }

    internal bool TryFindColumn(string name, out Column column)
    {
        column = Array.Find(_columns, candidate => candidate.Name == name);
        return column.IsValid;
    }

    internal Column FindInput(string name) =>
        TryFindColumn(name, out var column) ? column : throw SchemaErrors.Missing("inputSchema", "input", name);

    /// <summary>This shape with the columns added, or put in the place of those of the same name.</summary>
    internal SchemaShape With(params IEnumerable<Column> added)
    {
        var columns = _columns.ToDictionary(column => column.Name);
        foreach (var column in added)
            columns[column.Name] = column;
        return new(columns.Values);
    }

    public struct Column
    {
        public readonly string Name;

        public readonly VectorKind Kind;

        public readonly DataViewType ItemType;

        public readonly bool IsKey;

        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind kind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Name = name;
            Kind = kind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? Empty;
        }

        public enum VectorKind
        {
            Scalar,
            Vector,
            VariableVector,
        }

        internal bool IsValid => Name != null;

        internal static Column Of(string name, DataViewType type, SchemaShape annotations = null)
        {
            var vector = type as VectorDataViewType;
            var kind = vector == null ? VectorKind.Scalar : vector.IsKnownSize ? VectorKind.Vector : VectorKind.VariableVector;
            var itemType = vector == null ? type : vector.ItemType;
            var isKey = itemType is KeyDataViewType;
            return new(name, kind, isKey ? PrimitiveDataViewType.FromRawType(itemType.RawType) : itemType, isKey, annotations);
        }

        /// <summary>Whether a column can stand where this one is required.</summary>
        internal bool IsCompatibleWith(Column source)
        {
            if (Name != source.Name || Kind != source.Kind || !ItemType.Equals(source.ItemType) || IsKey != source.IsKey)
                return false;
            return Annotations.All(needed => source.Annotations.TryFindColumn(needed.Name, out var found) && needed.IsCompatibleWith(found));
        }

        internal string GetTypeString()
        {
            var item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{item}>",
                VectorKind.VariableVector => $"VarVector<{item}>",
                _ => item,
            };
        }
    }
}
