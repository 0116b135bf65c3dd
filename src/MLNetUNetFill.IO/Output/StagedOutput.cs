using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace MLNetUNetFill.IO.Output;

/// <summary>
/// A file or folder that comes into being whole or not at all: it is written under a temporary name on the same file system and moved into
/// place by <see cref="Commit"/>. What was there before stays untouched until then. The staging folder lies beside a new output, but inside
/// an output folder that exists: that may be a mount point, which cannot be renamed, in a folder that may not be written to.
/// </summary>
internal sealed class StagedOutput : IDisposable
{
    /// <summary>What systems and file managers leave in folders, and nobody misses.</summary>
    private static readonly string[] Tolerated = [".DS_Store", "lost+found"];

    private static readonly Lock Gate = new();
    private static readonly HashSet<StagedOutput> Open = [];
    private static readonly ConcurrentDictionary<string, string> Targets = new(StringComparer.Ordinal), Names = new(StringComparer.Ordinal),
        Stages = new(StringComparer.Ordinal);

    private readonly string _target;
    private readonly string _stage;
    private readonly StagingOwner _owner;

    /// <summary>Makes the staging folder, and sweeps those that dead processes left beside it.</summary>
    /// <param name="target">Full path of the output.</param>
    /// <exception cref="GapFillException">Another process is writing the same output, or the folder cannot be made.</exception>
    public StagedOutput(string target)
    {
        _target = target;
        var parent = ParentFolder(target);
        Sweep(target);
        _stage = System.IO.Path.Combine(parent, StagingOwner.NewName());
        Stages[_stage] = Named(target);
        lock (Gate)
        {
            try
            {
                Directory.CreateDirectory(System.IO.Path.Combine(_stage, "new"));
                _owner = StagingOwner.Claim(_stage, target);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Delete(_stage);
                throw new GapFillException(Described($"{Named(target)} cannot be written: {e.Message}"), e);
            }
            Open.Add(this);
        }

        Path = System.IO.Path.Combine(_stage, "new", System.IO.Path.GetFileName(target));
        Targets[Path] = Named(target);
    }

    /// <summary>Where to write for now; nothing is there yet.</summary>
    public string Path { get; }

    /// <summary>The folder that an output's staging folder is made in: on its file system the output will be.</summary>
    /// <param name="target">Full path of the output.</param>
    public static string ParentFolder(string target)
    {
        var folder = Directory.Exists(target) ? target : System.IO.Path.GetDirectoryName(target);
        while (folder is not null && !Directory.Exists(folder)) folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? System.IO.Path.GetPathRoot(target)!;
    }

    /// <summary>What a folder holds, in order, but for staging folders and what systems leave there.</summary>
    public static string[] Contents(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => System.IO.Path.GetFileName(entry))
        .Where(name => !Tolerated.Contains(name) && !StagingOwner.IsName(name)).Order(StringComparer.Ordinal)];

    /// <summary>Removes what dead processes left where an output is to be staged.</summary>
    /// <param name="target">Full path of the output.</param>
    /// <exception cref="GapFillException">Another process is writing the same output.</exception>
    public static void Sweep(string target)
    {
        foreach (var stage in Directory.EnumerateDirectories(ParentFolder(target), StagingOwner.Pattern,
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true }))
        {
            lock (Gate)
            {
                if (Open.Any(output => output._stage == stage)) continue;
            }

            if (StagingOwner.Living(stage) is not { } owner) Delete(stage);
            else if (owner.Target == target)
                throw new GapFillException($"{Named(target)} is being written by another unetfill ({owner.Process}); "
                    + "expected another place, or to wait for it.");
        }
    }

    /// <summary>Tells what messages shall call an output: what the user typed.</summary>
    /// <param name="target">Full path of the output.</param>
    /// <param name="name">What to call it.</param>
    public static void Name(string target, string name) => Names[target] = name;

    /// <summary>A message with the outputs in place of the temporary paths that they are written under. A full disk, a quota and a limit
    /// of size are told in words that say what to do.</summary>
    public static string Described(string message)
    {
        // An output may be staged within another that is.
        for (var before = ""; before != message;)
        {
            before = message;
            foreach (var (path, name) in Targets) message = message.Replace(path, name, StringComparison.Ordinal);
            // Files beside the output, of names that only this program knows.
            foreach (var (stage, name) in Stages) message = Regex.Replace(message, Regex.Escape(stage) + "[^'\",:\\s]*", _ => name);
        }

        return Regex.Replace(message, "(?<what>No space left on device|Disk quota exceeded|File too large)( : '(?<path>[^']*)')?", found =>
            (found.Index == 0 && found.Groups["path"] is { Success: true } path ? $"{path} cannot be written: " : "")
                + found.Groups["what"].ValueSpan switch
                {
                    "File too large" => "it grew beyond the largest size that the disk or 'ulimit -f' allows a file",
                    "Disk quota exceeded" => "the quota of the disk is used up",
                    _ => "no space is left on the disk",
                } + "; expected room for all of it.");
    }

    private static string Named(string target) => Names.GetValueOrDefault(target, target);

    /// <summary>Moves what was written into place, over what was there.</summary>
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

    /// <summary>Removes what was written, unless it was moved into place.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (Open.Contains(this)) Discard();
        }
    }

    /// <summary>Removes everything staged in this process.</summary>
    /// <param name="then">What comes next, before anything else is staged or moved into place.</param>
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
            foreach (var name in Contents(from))
            {
                var (entry, destination) = (System.IO.Path.Combine(from, name), System.IO.Path.Combine(to, name));
                Directory.Move(entry, destination);
                moved.Push((entry, destination));
            }
        }
    }

    private void Discard()
    {
        Open.Remove(this);
        _owner.Dispose();
        Delete(_stage);
    }

    private static void Delete(string stage)
    {
        try
        {
            Directory.Delete(stage, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Someone tidied up before us, or a thread that is being ended still writes: the name says that it is temporary.
        }
    }
}
