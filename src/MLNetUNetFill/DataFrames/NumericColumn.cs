using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using Microsoft.Data.Analysis;

namespace MLNetUNetFill.DataFrames;

/// <summary>Reads a numeric column of any type, or one of numbers as text, as counts.</summary>
internal static class NumericColumn
{
    /// <summary>What is expected in the place of a number that single precision makes 0 of.</summary>
    public const string LeastNumber = "0, or at least 1.4E-45, the least that single precision holds: round what is smaller to 0, or "
        + "scale all values";

    /// <summary>What is expected in the place of a number that single precision makes infinite.</summary>
    public const string GreatestNumber = "at most 3.4E+38, the most that single precision holds";

    private static readonly FrozenSet<string> MissingWords = FrozenSet.ToFrozenSet(["", "NA", "N/A", "<NA>", "NaN", "null", "None"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a column of text holds numbers alone, blanks and NA aside.</summary>
    /// <param name="column">A column of any type.</param>
    /// <param name="missing">How many numbers are missing.</param>
    public static bool IsNumericText(DataFrameColumn column, out long missing)
    {
        missing = 0;
        if (column is not (StringDataFrameColumn or ArrowStringDataFrameColumn)) return false;
        for (long row = 0; row < column.Length; row++)
            if (IsMissing(column[row])) missing++;
            else if (!TryNumber(column[row], out _)) return false;
        return true;
    }

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
            case StringDataFrameColumn or ArrowStringDataFrameColumn when IsNumericText(column, out _):
                ReadText(column, counts, isTraining);
                break;
            default: throw new GapFillException($"Column '{column.Name}' holds values of type {column.DataType.Name}; expected numbers.");
        }
    }

    private static void Read<T>(PrimitiveDataFrameColumn<T> column, Span<float> counts, bool isTraining) where T : unmanaged, INumber<T>
    {
        for (var row = 0; row < counts.Length; row++)
            counts[row] = column[row] is { } value ? Count(value, column, row, isTraining) : 0;
    }

    private static void ReadText(DataFrameColumn column, Span<float> counts, bool isTraining)
    {
        for (var row = 0; row < counts.Length; row++)
            counts[row] = TryNumber(column[row], out var value) ? Count(value, column, row, isTraining) : 0;
    }

    private static float Count<T>(T value, DataFrameColumn column, int row, bool isTraining) where T : INumber<T>
    {
        var count = float.CreateTruncating(value);
        if (isTraining && float.IsPositiveInfinity(count) && T.IsFinite(value)) throw Wrong(GreatestNumber);
        if (isTraining && (count < 0 || float.IsInfinity(count))) throw Wrong("a count, a finite number that is not negative");
        return count == 0 && !T.IsZero(value) ? throw Wrong(LeastNumber) : float.IsNaN(count) ? 0 : count;

        GapFillException Wrong(string expected) => new(string.Create(CultureInfo.InvariantCulture,
            $"Column '{column.Name}', row {row + 1}: found {column[row]}; expected {expected}."));
    }

    private static bool IsMissing(object? value) => value is null || MissingWords.Contains(((string)value).Trim());

    private static bool TryNumber(object? value, out double number)
    {
        number = 0;
        return !IsMissing(value) && double.TryParse((string)value!, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }
}
