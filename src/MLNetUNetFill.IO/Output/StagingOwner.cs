using System.IO.Enumeration;

namespace MLNetUNetFill.IO.Output;

/// <summary>
/// Says whose a staging folder is, so that one whose process was killed can be told from one that is being written. A file in it names
/// host, process, start time and output, and is locked as long as the process lives: a lock tells of the living in other containers, too.
/// </summary>
/// <param name="Process">The process, in words.</param>
/// <param name="Target">Full path of the output; null where it is not known.</param>
internal sealed record StagingOwner(string Process, string? Target) : IDisposable
{
    /// <summary>What the names of staging folders are like.</summary>
    public const string Pattern = ".unetfill-*.tmp";

    private const string FileName = "owner";

    private FileStream? _lock;

    /// <summary>A name for a staging folder of this process.</summary>
    public static string NewName() => $".unetfill-{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";

    /// <summary>Whether a name is that of a staging folder.</summary>
    public static bool IsName(string name) => FileSystemName.MatchesSimpleExpression(Pattern, name, ignoreCase: false);

    /// <summary>Makes a staging folder this process's own.</summary>
    public static StagingOwner Claim(string stage, string target)
    {
        using var current = System.Diagnostics.Process.GetCurrentProcess();
        var path = Path.Combine(stage, FileName);
        File.WriteAllLines(path, [Environment.MachineName, Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            current.StartTime.Ticks.ToString(CultureInfo.InvariantCulture), target]);
        return new StagingOwner("", target) { _lock = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read) };
    }

    /// <summary>The owner of a staging folder, null where it is dead.</summary>
    public static StagingOwner? Living(string stage)
    {
        try
        {
            var path = Path.Combine(stage, FileName);
            // A folder of an older version, or one that is being made.
            if (!File.Exists(path)) return IsOurs(NumberIn(stage), null) ? new StagingOwner($"process {NumberIn(stage)}", null) : null;
            var lines = File.ReadAllLines(path);
            if (lines.Length < 4 || !int.TryParse(lines[1], out var id) || !long.TryParse(lines[2], out var start)) return null;
            var living = lines[0] == Environment.MachineName ? IsOurs(id, start) : IsLocked(path);
            return living ? new StagingOwner($"process {id} on {lines[0]}", lines[3]) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was removed while it was looked at, or is another user's.
            return new StagingOwner("another user's", null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    private static int NumberIn(string stage) => int.TryParse(Path.GetFileName(stage).Split('-') is [_, var number, ..] ? number : "",
        out var id) ? id : -1;

    /// <summary>Whether a process lives and started at the time given, or is one of a tool like this where none is.</summary>
    private static bool IsOurs(int id, long? start)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return start is { } ticks ? Math.Abs(process.StartTime.Ticks - ticks) < 2 * TimeSpan.TicksPerSecond
                : process.ProcessName is "unetfill" or "dotnet" or "testhost";
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static bool IsLocked(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
