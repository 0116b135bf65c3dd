using System.Globalization;
using System.Text;
using Microsoft.Data.Analysis;

namespace MLNetUNetFill.Embedded.Tests.Frames;

public class CsvTests
{
    private static readonly CultureInfo DecimalComma = WithDecimalComma();

    [Fact]
    public void Types_are_guessed()
    {
        var frame = DataFrame.LoadCsvFromString("barcode,count,seen,day,nothing\nAAC-1,3,true,2024-05-01,\nGGT-1,0.5,False,2024-05-02,\n");
        Assert.Equal(["barcode", "count", "seen", "day", "nothing"], frame.Columns.Select(column => column.Name));
        Assert.Equal([typeof(string), typeof(float), typeof(bool), typeof(DateTime), typeof(string)], frame.Columns.Select(column => column.DataType));
        Assert.Equal([3f, 0.5f], Assert.IsType<SingleDataFrameColumn>(frame["count"]));
        Assert.Equal(new DateTime(2024, 5, 2), frame["day"][1]);
    }

    [Fact]
    public void Mixed_fields_take_the_more_general_type()
    {
        var frame = DataFrame.LoadCsvFromString("a,b,c\n1,true,\n,,2020-01-01\nx,,tomorrow\n");
        Assert.Equal([typeof(string), typeof(bool), typeof(string)], frame.Columns.Select(column => column.DataType));
        Assert.Equal(["1", "", "x"], (StringDataFrameColumn)frame["a"]);
        Assert.Equal([true, null, null], (BooleanDataFrameColumn)frame["b"]);
    }

    [Fact]
    public void A_type_is_guessed_from_the_first_rows_alone()
    {
        var csv = "a\n" + string.Concat(Enumerable.Repeat("1\n", 20)) + "x\n";
        Assert.Throws<FormatException>(() => DataFrame.LoadCsvFromString(csv, cultureInfo: CultureInfo.InvariantCulture));
        Assert.Equal(typeof(string), DataFrame.LoadCsvFromString(csv, guessRows: 40)["a"].DataType);
        Assert.Equal(typeof(double), DataFrame.LoadCsvFromString("a\n1\n2\n", guessTypeFunction: _ => typeof(double))["a"].DataType);
    }

    [Fact]
    public void Given_types_and_names_are_taken()
    {
        var frame = DataFrame.LoadCsvFromString("1;2,5;x\n3;;y\n", ';', header: false, columnNames: ["a", "b", "c"],
            dataTypes: [typeof(int), typeof(double), typeof(string)], cultureInfo: DecimalComma);
        Assert.Equal([1, 3], Assert.IsType<Int32DataFrameColumn>(frame["a"]));
        Assert.Equal([2.5, null], Assert.IsType<DoubleDataFrameColumn>(frame["b"]));
        Assert.Equal(["x", "y"], Assert.IsType<StringDataFrameColumn>(frame["c"]));
    }

    [Fact]
    public void Empty_numbers_are_missing_and_empty_texts_are_empty()
    {
        var frame = DataFrame.LoadCsvFromString("n,t\n1,a\n,\nnull,NULL\nNaN,b\n");
        var numbers = (SingleDataFrameColumn)frame["n"];
        Assert.Equal([1f, null, null, float.NaN], numbers);
        Assert.Equal(["a", "", null, "b"], (StringDataFrameColumn)frame["t"]);
    }

    [Fact]
    public void Quoted_fields_hold_separators_quotes_and_lines()
    {
        var frame = DataFrame.LoadCsvFromString("\"a,1\", \"b\" ,c\n\"x \"\"y\"\"\",\"two\nlines\",\"\"\nplain , p2,\n");
        Assert.Equal(["a,1", "b", "c"], frame.Columns.Select(column => column.Name));
        Assert.Equal(["x \"y\"", "plain"], (StringDataFrameColumn)frame["a,1"]);
        Assert.Equal(["two\nlines", "p2"], (StringDataFrameColumn)frame["b"]);
        Assert.Equal(["", ""], (StringDataFrameColumn)frame["c"]);
        Assert.ThrowsAny<Exception>(() => DataFrame.LoadCsvFromString("a\n\"open\n"));
    }

    [Fact]
    public void Blank_lines_and_carriage_returns_do_not_count()
    {
        var frame = DataFrame.LoadCsvFromString("a,b\r\n\r\n1,x\r\n  \r\n2,y");
        Assert.Equal([1f, 2f], (SingleDataFrameColumn)frame["a"]);
        Assert.Equal(["x", "y"], (StringDataFrameColumn)frame["b"]);
    }

    [Fact]
    public void Lines_fit_the_header()
    {
        Assert.Throws<FormatException>(() => DataFrame.LoadCsvFromString("a,b\n1,2\n1\n"));
        Assert.Throws<ArgumentException>(() => DataFrame.LoadCsvFromString("a,b\n1,2\n1,2,3\n", guessRows: 2));
        Assert.Equal(1, DataFrame.LoadCsvFromString("a,b\n1,2\n1\n", dataTypes: [typeof(int), typeof(int)])["b"].NullCount);
        Assert.Throws<FormatException>(() => DataFrame.LoadCsvFromString(""));
        Assert.Throws<ArgumentException>(() => DataFrame.LoadCsvFromString("a\n1\n", guessRows: 0));
    }

    [Fact]
    public void A_name_occurs_once_unless_renaming_is_asked_for()
    {
        Assert.Throws<ArgumentException>(() => DataFrame.LoadCsvFromString("a,a,a\n1,2,3\n"));
        Assert.Equal(["a", "a.1", "a.2"], DataFrame.LoadCsvFromString("a,a,a\n1,2,3\n", renameDuplicatedColumns: true).Columns.Select(column => column.Name));
        Assert.Equal(["Column0", "b"], DataFrame.LoadCsvFromString(",b\n1,2\n").Columns.Select(column => column.Name));
    }

    [Fact]
    public void Some_rows_are_read_and_numbered()
    {
        var frame = DataFrame.LoadCsvFromString("a\n5\n6\n7\n", numberOfRowsToRead: 2, addIndexColumn: true);
        Assert.Equal(["IndexColumn", "a"], frame.Columns.Select(column => column.Name));
        Assert.Equal([0L, 1L], (Int64DataFrameColumn)frame["IndexColumn"]);
        Assert.Equal([5f, 6f], (SingleDataFrameColumn)frame["a"]);
    }

    [Fact]
    public void A_file_gives_back_what_was_saved()
    {
        var path = Path.GetTempFileName();
        try
        {
            var frame = new DataFrame(
                new StringDataFrameColumn("cell, name", ["é\"1\"", "b", ""]),
                new SingleDataFrameColumn("x", new float?[] { 0.1f, null, 1.2345678e-20f }),
                new DoubleDataFrameColumn("y", [1d / 3, 1e300, 0]),
                new Int32DataFrameColumn("n", [-1, 0, 1]),
                new BooleanDataFrameColumn("b", [true, false, true]));
            DataFrame.SaveCsv(frame, path, encoding: new UTF8Encoding(false), cultureInfo: CultureInfo.InvariantCulture);
            var loaded = DataFrame.LoadCsv(path, dataTypes: [typeof(string), typeof(float), typeof(double), typeof(int), typeof(bool)],
                cultureInfo: CultureInfo.InvariantCulture);
            Assert.Equal(frame.Columns.Select(column => column.Name), loaded.Columns.Select(column => column.Name));
            Assert.All(Enumerable.Range(0, 3), row => Assert.Equal(frame.Rows[row], loaded.Rows[row]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Fields_are_written_in_the_culture()
    {
        var frame = new DataFrame(new SingleDataFrameColumn("x", new float?[] { 0.5f, null }), new StringDataFrameColumn("t", ["a;b", "c"]));
        Assert.Equal(["x;t", "0,5;\"a;b\"", ";c"], Lines(frame, ';', true, DecimalComma));
        Assert.Equal(["0.5,a;b", ",c"], Lines(frame, ',', false, CultureInfo.InvariantCulture));
        Assert.Throws<ArgumentException>(() => Lines(frame, ',', true, DecimalComma));

        static string[] Lines(DataFrame frame, char separator, bool header, CultureInfo culture)
        {
            using var stream = new MemoryStream();
            DataFrame.SaveCsv(frame, stream, separator, header, cultureInfo: culture);
            return Encoding.ASCII.GetString(stream.ToArray()).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        }
    }

    private static CultureInfo WithDecimalComma()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        return culture;
    }
}
