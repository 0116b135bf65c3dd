using System.Text.RegularExpressions;

namespace MLNetUNetFill.Devices;

/// <summary>Reads .NET's message about a native library that was not loaded.</summary>
internal static partial class LoaderErrors
{
    /// <summary>Why the system's loader refused the library, on one line; null where there is no such file.</summary>
    /// <param name="message">.NET's message, with the message of the system's loader for every file that it tried.</param>
    public static string? Reason(string message) =>
        message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(line => !Preamble().IsMatch(line) && !NotThere().IsMatch(line))?.TrimEnd('.');

    /// <summary>The part of .NET's message before the loader's; on Windows the whole message if a file or a library that it needs is not
    /// found.</summary>
    [GeneratedRegex(@"^Unable to load (shared library|DLL .*\(0x8007007E\)$)")]
    private static partial Regex Preamble();

    /// <summary>No file at the place tried, as the loaders of Linux and macOS say it. Linux names a library that is needed by one that was
    /// found without a folder.</summary>
    [GeneratedRegex(@"^(/.*: cannot open shared object file: No such file or directory" +
        @"|dlopen\(.*, 0x[0-9A-Fa-f]+\): tried: ('[^']*' \(no such file[^)]*\)(, )?)+)$")]
    private static partial Regex NotThere();
}
