using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Writes and reads a schema with its annotations.</summary>
internal static class ModelSchema
{
    private static readonly MethodInfo TypedWrite = typeof(ModelSchema).GetMethod(nameof(WriteAnnotation), BindingFlags.Static | BindingFlags.NonPublic);
    private static readonly MethodInfo TypedRead = typeof(ModelSchema).GetMethod(nameof(ReadAnnotation), BindingFlags.Static | BindingFlags.NonPublic);

    internal static void Write(BinaryWriter writer, DataViewSchema schema)
    {
        writer.Write(schema.Count);
        foreach (var column in schema)
        {
            writer.Write(column.Name);
            ValueCodec.WriteType(writer, column.Type);
            writer.Write(column.Annotations.Schema.Count);
            foreach (var annotation in column.Annotations.Schema)
            {
                writer.Write(annotation.Name);
                ValueCodec.WriteType(writer, annotation.Type);
                TypedWrite.MakeGenericMethod(annotation.Type.RawType)
                    .CreateDelegate<Action<BinaryWriter, DataViewSchema.Annotations, DataViewSchema.Column>>()(
                        writer, column.Annotations, annotation);
            }
        }
    }

    internal static DataViewSchema Read(BinaryReader reader)
    {
        var schema = new DataViewSchema.Builder();
        for (var columns = reader.ReadInt32(); columns > 0; columns--)
        {
            var name = reader.ReadString();
            var type = ValueCodec.ReadType(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            for (var kinds = reader.ReadInt32(); kinds > 0; kinds--)
            {
                var kind = reader.ReadString();
                var annotationType = ValueCodec.ReadType(reader);
                var read = TypedRead.MakeGenericMethod(annotationType.RawType).CreateDelegate<Func<BinaryReader, Delegate>>();
                annotations.Add(kind, annotationType, read(reader));
            }

            schema.AddColumn(name, type, annotations.ToAnnotations());
        }

        return schema.ToSchema();
    }

    private static void WriteAnnotation<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default;
        annotations.GetGetter<T>(annotation)(ref value);
        ValueCodec.WriterFor<T>()(writer, value);
    }

    private static Delegate ReadAnnotation<T>(BinaryReader reader) => AnnotationValue.Getter(ValueCodec.ReaderFor<T>()(reader));
}
