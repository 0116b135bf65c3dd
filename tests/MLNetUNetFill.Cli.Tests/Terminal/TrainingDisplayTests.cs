using MLNetUNetFill.Cli.Terminal;
using Spectre.Console;

namespace MLNetUNetFill.Cli.Tests.Terminal;

public class TrainingDisplayTests
{
    private static readonly TrainingProgress Progress = new(new EpochRecord(3, 0.5, 0.25, 0.125, 0.0625, 0.75, 1234.5), 12, 2,
        TimeSpan.FromSeconds(75));

    [Fact]
    public void An_epoch_is_one_line() =>
        Assert.Equal("epoch 3/12: loss 0.5 (MSE 0.25, MAE 0.125, smoothness 0.0625), validation 0.75 (best epoch 2), "
            + "1234 cells/s, 1:15 min left", TrainingDisplay.Line(Progress));

    [Fact]
    public void The_latest_epoch_is_not_named_as_the_best()
    {
        var latest = Progress with { BestEpoch = 3 };
        Assert.Contains("validation 0.75, 1234 cells/s", TrainingDisplay.Line(latest), StringComparison.Ordinal);
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 120;
        console.Write(TrainingDisplay.Picture(latest, [latest.Latest]));
        Assert.DoesNotContain("best epoch", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_holds_bar_and_table()
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 120;
        console.Write(TrainingDisplay.Picture(Progress, [Progress.Latest]));
        Assert.Contains("##########.............................. epoch 3/12, 1234 cells/s, 1:15 min left, best epoch 2", text.ToString(),
            StringComparison.Ordinal);
        foreach (var part in (string[])["loss", "MSE", "MAE", "smoothness", "validation", "0.0625"]) Assert.Contains(part, text.ToString(),
            StringComparison.Ordinal);
    }
}
