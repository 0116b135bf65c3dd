using Spectre.Console;

namespace MLNetUNetFill.Cli.Terminal;

/// <summary>A table of results on stdout: a heading column and numbers to its right.</summary>
internal sealed class ResultTable
{
    private const int RedirectedWidth = 160;

    private readonly Table _table;

    /// <summary>Starts a table.</summary>
    /// <param name="title">What the numbers are.</param>
    /// <param name="headings">The columns, the first one being the rows' names.</param>
    public ResultTable(string title, params ReadOnlySpan<string> headings)
    {
        _table = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < headings.Length; i++)
            _table.AddColumn(i == 0 ? new TableColumn(new Text(headings[i])) : new TableColumn(new Text(headings[i])).RightAligned());
        Title = title;
    }

    /// <summary>What the numbers are.</summary>
    public string Title { get; }

    /// <summary>Adds a row of numbers to 4 decimals, n/a for NaN.</summary>
    public void Add(string name, params double[] values) =>
        Add(name, values.Select(value => double.IsNaN(value) ? "n/a" : value.ToString("F4")));

    /// <summary>Adds a row of texts.</summary>
    public void Add(string name, IEnumerable<string> values) => _table.AddRow(values.Prepend(name).Select(text => new Text(text)));

    /// <summary>Writes the table.</summary>
    /// <param name="output">Where to: stdout.</param>
    public void Write(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        if (System.Console.IsOutputRedirected) console.Profile.Width = RedirectedWidth;
        output.WriteLine();
        output.WriteLine(Title);
        console.Write(_table);
    }
}
