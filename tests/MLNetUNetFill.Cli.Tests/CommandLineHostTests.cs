using System.Globalization;

namespace MLNetUNetFill.Cli.Tests;

public class CommandLineHostTests
{
    [Fact]
    public void A_verb_writes_and_prints_numbers_alike_in_every_culture()
    {
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        var (output, error, written) = (Console.Out, Console.Error, "");
        var thread = new Thread(() =>
        {
            CultureInfo.CurrentCulture = comma;
            CommandLineHost.Run([], _ =>
            {
                var root = new System.CommandLine.RootCommand();
                root.SetAction(_ => Task.Run(() => written = $"{0.5}").Wait());
                return root;
            });
        });
        try
        {
            thread.Start();
            thread.Join();
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
        Assert.Equal("0.5", written);
    }
}
