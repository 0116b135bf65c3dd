namespace MLNetUNetFill.Cli.Steps;

/// <summary>
/// A file or folder that appears complete or not at all: it is written under a temporary name on the same file system and moved into
/// place by <see cref="Commit"/>. What was there before stays untouched until then. The staging folder lies beside a new output, but inside
/// an output folder that exists: that may be a mount point, which cannot be renamed.
/// </summary>
internal sealed class StagedOutput : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<StagedOutput> Open = [];

    private readonly string _target;
    private readonly string _stage;

    /// <summary>Makes the staging folder.</summary>
    /// <param name="target">Full path of the output; <see cref="OutputCheck"/> has checked it.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public StagedOutput(string target)
    {
        _target = target;
        var parent = Directory.Exists(target) ? target : OutputCheck.NearestExistingFolder(target);
        _stage = System.IO.Path.Combine(parent, $".unetfill-{Environment.ProcessId}-{Guid.NewGuid():N}.tmp");
        lock (Gate)
        {
            Directory.CreateDirectory(System.IO.Path.Combine(_stage, "new"));
            Open.Add(this);
        }
        Path = System.IO.Path.Combine(_stage, "new", System.IO.Path.GetFileName(target));
    }

    /// <summary>Where to write until <see cref="Commit"/>; nothing is there yet.</summary>
    public string Path { get; }

    /// <summary>Moves the output into place and replaces an earlier one.</summary>
    public void Commit()
    {
        lock (Gate)
        {
            if (!Open.Contains(this)) throw new OperationCanceledException();
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_target)!);
            if (Directory.Exists(Path)) ReplaceFolder();
            else File.Move(Path, _target, overwrite: true);
            Discard();
        }
    }

    /// <summary>Removes the output, unless it was moved into place.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (Open.Contains(this)) Discard();
        }
    }

    /// <summary>Removes all staged outputs of this process.</summary>
    /// <param name="then">Runs next, before anything else is staged or moved into place.</param>
    public static void DiscardAll(Action then)
    {
        lock (Gate)
        {
            foreach (var output in Open.ToArray()) output.Discard();
            then();
        }
    }

    private void ReplaceFolder()
    {
        if (!Directory.Exists(_target))
        {
            Directory.Move(Path, _target);
            return;
        }
        var previous = Directory.CreateDirectory(System.IO.Path.Combine(_stage, "previous")).FullName;
        var moved = new Stack<(string From, string To)>();
        try
        {
            MoveAll(_target, previous);
            MoveAll(Path, _target);
        }
        catch
        {
            while (moved.TryPop(out var move)) Directory.Move(move.To, move.From);
            throw;
        }

        void MoveAll(string from, string to)
        {
            foreach (var entry in Directory.GetFileSystemEntries(from).Where(entry => entry != _stage))
            {
                var destination = System.IO.Path.Combine(to, System.IO.Path.GetFileName(entry));
                Directory.Move(entry, destination);
                moved.Push((entry, destination));
            }
        }
    }

    private void Discard()
    {
        Open.Remove(this);
        try
        {
            Directory.Delete(_stage, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process removed it, or a thread still writes to it: the name shows that it is temporary.
        }
    }
}
