using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace MLNetUNetFill.IO.Hdf5;

/// <summary>Makes a structure type for each type of record in a file: PureHDF writes records of no other kind.</summary>
internal static class RecordTypes
{
    private static readonly ModuleBuilder Module =
        AssemblyBuilder.DefineDynamicAssembly(new("MLNetUNetFill.IO.Records"), AssemblyBuilderAccess.RunAndCollect)
            .DefineDynamicModule("Records");

    private static readonly ConcurrentDictionary<FieldInfo, string> Names = [];
    private static int _count;

    /// <summary>The name in the file of a field.</summary>
    public static string? NameOf(FieldInfo field) => Names.GetValueOrDefault(field);

    /// <summary>Records as an array of structures.</summary>
    /// <param name="members">Their members.</param>
    /// <param name="typeOf">The .NET type of a member.</param>
    /// <param name="records">The records as PureHDF reads them.</param>
    public static Array Convert(CompoundMember[] members, Func<CompoundMember, Type> typeOf, Dictionary<string, object?>[] records)
    {
        var builder = Module.DefineType($"Record{Interlocked.Increment(ref _count)}",
            TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.SequentialLayout,
            typeof(ValueType), PackingSize.Size1);
        for (var i = 0; i < members.Length; i++) builder.DefineField($"f{i}", typeOf(members[i]), FieldAttributes.Public);
        var type = builder.CreateType();
        var fields = Enumerable.Range(0, members.Length).Select(i => type.GetField($"f{i}")!).ToArray();
        for (var i = 0; i < members.Length; i++) Names[fields[i]] = members[i].Name;
        var converted = Array.CreateInstance(type, records.Length);
        for (var row = 0; row < records.Length; row++)
        {
            var record = Activator.CreateInstance(type)!;
            for (var i = 0; i < members.Length; i++) fields[i].SetValue(record, records[row][members[i].Name]
                ?? (fields[i].FieldType == typeof(string) ? "" : null));
            converted.SetValue(record, row);
        }

        return converted;
    }
}
