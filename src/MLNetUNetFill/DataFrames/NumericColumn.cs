using System.Globalization;
using System.Numerics;
using Microsoft.Data.Analysis;

namespace MLNetUNetFill.DataFrames;

/// <summary>Reads a numeric column of any type as counts.</summary>
internal static class NumericColumn
{
    /// <summary>Reads a column, 0 where a value is missing (null or NaN).</summary>
    /// <param name="column">A numeric column.</param>
    /// <param name="counts">One count per row.</param>
    /// <param name="isTraining">Whether to refuse what is negative or infinite.</param>
    /// <exception cref="GapFillException">A training value is negative or infinite.</exception>
    public static void Read(DataFrameColumn column, Span<float> counts, bool isTraining)
    {
        switch (column)
        {
            case PrimitiveDataFrameColumn<float> numbers: Read(numbers, counts, isTraining); break;
            case PrimitiveDataFrameColumn<double> numbers: Read(numbers, counts, isTraining); break;
            case PrimitiveDataFrameColumn<int> numbers: Read(numbers, counts, isTraining); break;
            case PrimitiveDataFrameColumn<long> numbers: Read(numbers, counts, isTraining); break;
            case PrimitiveDataFrameColumn<short> numbers: Read(numbers, counts, isTraining); break;
            case PrimitiveDataFrameColumn<byte> numbers: Read(numbers, counts, isTraining); break;
            case PrimitiveDataFrameColumn<sbyte> numbers: Read(numbers, counts, isTraining); break;
            case PrimitiveDataFrameColumn<ushort> numbers: Read(numbers, counts, isTraining); break;
            case PrimitiveDataFrameColumn<uint> numbers: Read(numbers, counts, isTraining); break;
            case PrimitiveDataFrameColumn<ulong> numbers: Read(numbers, counts, isTraining); break;
            case PrimitiveDataFrameColumn<decimal> numbers: Read(numbers, counts, isTraining); break;
            default: throw new GapFillException($"Column '{column.Name}' holds values of type {column.DataType.Name}; expected numbers.");
        }
    }

    private static void Read<T>(PrimitiveDataFrameColumn<T> column, Span<float> counts, bool isTraining) where T : unmanaged, INumber<T>
    {
        for (var row = 0; row < counts.Length; row++)
        {
            var count = column[row] is { } value ? float.CreateTruncating(value) : 0;
            if (isTraining && (count < 0 || float.IsInfinity(count)))
                throw new GapFillException(string.Create(CultureInfo.InvariantCulture,
                    $"Column '{column.Name}', row {row + 1}: found {column[row]}; expected a count, a finite number that is not "
                        + $"negative."));
            counts[row] = float.IsNaN(count) ? 0 : count;
        }
    }
}
