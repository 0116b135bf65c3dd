using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A column that a member of <typeparamref name="TRow"/> stands for.</summary>
internal abstract class MemberColumn<TRow>
    where TRow : class
{
    /// <param name="member">A field or property.</param>
    /// <param name="type">A column type that fits the member.</param>
    internal static MemberColumn<TRow> Create(MemberInfo member, DataViewType type)
    {
        var memberType = MemberColumns.ValueTypeOf(member);
        return (MemberColumn<TRow>)Activator.CreateInstance(
            typeof(Typed<,>).MakeGenericType(typeof(TRow), memberType, type.RawType),
            member,
            type,
            MemberConversion.For(memberType, type.RawType));
    }

    /// <summary>The getter of the column over an object that changes from row to row.</summary>
    internal abstract Delegate MakeGetter(Func<TRow> currentRow);

    /// <summary>What copies the column's value in the current row into an object.</summary>
    internal abstract Action<TRow> MakeSetter(DataViewRow input, DataViewSchema.Column column);

    private sealed class Typed<TMember, TValue>(MemberInfo member, DataViewType type, MemberConversion<TMember, TValue> conversion)
        : MemberColumn<TRow>
    {
        internal override Delegate MakeGetter(Func<TRow> currentRow)
        {
            var read = MakeReader();
            if (type is KeyDataViewType key)
                return MakeKeyGetter(() => read(currentRow()), key.Count);
            return (ValueGetter<TValue>)((ref TValue value) => conversion.ToValue(read(currentRow()), ref value));
        }

        internal override Action<TRow> MakeSetter(DataViewRow input, DataViewSchema.Column column)
        {
            var getter = input.GetGetter<TValue>(column);
            var write = MakeWriter();
            // Only a member that holds a buffer to use again is read first.
            var read = type is VectorDataViewType && (member as PropertyInfo)?.CanRead != false ? MakeReader() : null;
            TValue value = default;
            return row =>
            {
                getter(ref value);
                var current = read == null ? default : read(row);
                conversion.ToMember(value, ref current);
                write(row, current);
            };
        }

        /// <summary>Members count keys from 0, columns from 1 with 0 for a missing one.</summary>
        private static ValueGetter<TValue> MakeKeyGetter(Func<TMember> read, ulong count) => (ref TValue value) =>
        {
            var number = Convert.ToUInt64(read(), CultureInfo.InvariantCulture);
            value = (TValue)Convert.ChangeType(number < count ? number + 1 : 0UL, typeof(TValue), CultureInfo.InvariantCulture);
        };

        private Func<TRow, TMember> MakeReader()
        {
            var row = Expression.Parameter(typeof(TRow));
            return Expression.Lambda<Func<TRow, TMember>>(Expression.MakeMemberAccess(row, member), row).Compile();
        }

        private Action<TRow, TMember> MakeWriter()
        {
            var row = Expression.Parameter(typeof(TRow));
            var value = Expression.Parameter(typeof(TMember));
            var assignment = Expression.Assign(Expression.MakeMemberAccess(row, member), value);
            return Expression.Lambda<Action<TRow, TMember>>(assignment, row, value).Compile();
        }
    }
}
