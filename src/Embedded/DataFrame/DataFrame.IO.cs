using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

public partial class DataFrame
{
    public static DataFrame LoadCsv(string filename, char separator = ',', bool header = true, string[] columnNames = null, Type[] dataTypes = null,
        int numRows = -1, int guessRows = 10, bool addIndexColumn = false, Encoding encoding = null, bool renameDuplicatedColumns = false,
        CultureInfo cultureInfo = null)
    {
        using var reader = new StreamReader(filename, encoding ?? Encoding.UTF8);
        return Load(reader, separator, header, columnNames, dataTypes, numRows, guessRows, addIndexColumn, renameDuplicatedColumns, cultureInfo, null);
    }

    public static DataFrame LoadCsvFromString(string csvString, char separator = ',', bool header = true, string[] columnNames = null,
        Type[] dataTypes = null, long numberOfRowsToRead = -1, int guessRows = 10, bool addIndexColumn = false, bool renameDuplicatedColumns = false,
        CultureInfo cultureInfo = null, Func<IEnumerable<string>, Type> guessTypeFunction = null)
    {
        using var reader = new StringReader(csvString);
        return Load(reader, separator, header, columnNames, dataTypes, numberOfRowsToRead, guessRows, addIndexColumn, renameDuplicatedColumns,
            cultureInfo, guessTypeFunction);
    }

    public static void SaveCsv(DataFrame dataFrame, string path, char separator = ',', bool header = true, Encoding encoding = null,
        CultureInfo cultureInfo = null)
    {
        using var stream = new FileStream(path, FileMode.Create);
        SaveCsv(dataFrame, stream, separator, header, encoding, cultureInfo);
    }

    public static void SaveCsv(DataFrame dataFrame, Stream csvStream, char separator = ',', bool header = true, Encoding encoding = null,
        CultureInfo cultureInfo = null)
    {
        var culture = cultureInfo ?? CultureInfo.CurrentCulture;
        if (culture.NumberFormat.NumberDecimalSeparator == separator.ToString())
            throw new ArgumentException("Decimal separator cannot match the column separator");
        using var writer = new StreamWriter(csvStream, encoding ?? Encoding.ASCII, leaveOpen: true);
        if (dataFrame is not null)
            new CsvWriter(writer, separator, culture).Write(dataFrame, header);
    }

    private static DataFrame Load(TextReader text, char separator, bool header, string[] columnNames, Type[] dataTypes, long rowCount, int guessRows,
        bool addIndexColumn, bool renameDuplicatedColumns, CultureInfo culture, Func<IEnumerable<string>, Type> guessType) => new CsvLoader
        {
            Separator = separator,
            Header = header,
            ColumnNames = columnNames,
            DataTypes = dataTypes,
            RowCount = rowCount,
            GuessRows = guessRows,
            AddIndexColumn = addIndexColumn,
            RenameDuplicatedColumns = renameDuplicatedColumns,
            Culture = culture ?? CultureInfo.CurrentCulture,
            GuessType = guessType,
        }.Load(text);
}
