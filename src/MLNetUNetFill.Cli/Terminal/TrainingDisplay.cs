using Spectre.Console;

namespace MLNetUNetFill.Cli.Terminal;

/// <summary>
/// Shows training on stderr while it runs: a live table with a bar on a terminal, one line per epoch elsewhere. Epochs are reported on the
/// thread that trains.
/// </summary>
internal sealed class TrainingDisplay : IProgress<TrainingPlan>, IProgress<TrainingProgress>
{
    private const int RowsShown = 6;
    private const int BarWidth = 40;

    private readonly Log _log;
    private readonly LiveDisplayContext? _live;
    private readonly Queue<EpochRecord> _latest = new();
    private string _plan = "";

    private TrainingDisplay(Log log, LiveDisplayContext? live) => (_log, _live) = (log, live);

    /// <summary>Runs a training with a display for as long as it takes.</summary>
    /// <param name="log">Lines where stderr is no terminal.</param>
    /// <param name="train">The training; reports to the display that it is given.</param>
    /// <returns>What <paramref name="train"/> returns.</returns>
    public static T Run<T>(Log log, Func<TrainingDisplay, T> train)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });
        if (System.Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
            return train(new TrainingDisplay(log, null));
        return console.Live(new Text("Training, epoch 1 ...")).Start(live =>
        {
            live.Refresh();
            return train(new TrainingDisplay(log, live));
        });
    }

    /// <inheritdoc />
    public void Report(TrainingPlan value)
    {
        _plan = value.ToString();
        if (_live is null) _log.Info(_plan);
        else _live.UpdateTarget(new Text(_plan));
    }

    /// <inheritdoc />
    public void Report(TrainingProgress value)
    {
        if (_live is null)
        {
            _log.Info(Line(value));
            return;
        }
        _latest.Enqueue(value.Latest);
        if (_latest.Count > RowsShown) _latest.Dequeue();
        _live.UpdateTarget(new Rows(new Text(_plan), Picture(value, _latest)));
    }

    /// <summary>One epoch in one line.</summary>
    internal static string Line(TrainingProgress progress)
    {
        var epoch = progress.Latest;
        return $"epoch {epoch.Epoch}/{progress.Epochs}: loss {epoch.TrainingLoss:G4} (MSE {epoch.Mse:G4}, MAE {epoch.Mae:G4}, "
            + $"smoothness {epoch.Smoothness:G4}), validation {epoch.ValidationLoss:G4}{Best(progress, " (", ")")}, "
            + $"{epoch.CellsPerSecond:F0} cells/s, {Duration.Text(progress.Remaining)} left";
    }

    /// <summary>The last epochs as a table under a bar.</summary>
    internal static Rows Picture(TrainingProgress progress, IEnumerable<EpochRecord> latest)
    {
        var done = BarWidth * progress.Latest.Epoch / progress.Epochs;
        var bar = new Text($"{new string('#', done)}{new string('.', BarWidth - done)} "
            + $"epoch {progress.Latest.Epoch}/{progress.Epochs}, {progress.Latest.CellsPerSecond:F0} cells/s, "
            + $"{Duration.Text(progress.Remaining)} left{Best(progress, ", ", "")}");
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in (string[])["epoch", "loss", "MSE", "MAE", "smoothness", "validation"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var epoch in latest)
        {
            double[] terms = [epoch.TrainingLoss, epoch.Mse, epoch.Mae, epoch.Smoothness, epoch.ValidationLoss];
            table.AddRow([epoch.Epoch.ToString(), .. terms.Select(term => term.ToString("G4"))]);
        }
        return new Rows(bar, table);
    }

    /// <summary>The epoch to go back to, where it is not the latest; the context preset keeps the latest always.</summary>
    private static string Best(TrainingProgress progress, string before, string after) =>
        progress.BestEpoch == progress.Latest.Epoch ? "" : $"{before}best epoch {progress.BestEpoch}{after}";
}
