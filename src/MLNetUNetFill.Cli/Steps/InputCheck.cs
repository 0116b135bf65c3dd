namespace MLNetUNetFill.Cli.Steps;

/// <summary>Makes sure, before any work starts, that the files and folders named beside <c>--input</c> exist and are of the right
/// kind.</summary>
internal static class InputCheck
{
    /// <summary>Checks a file.</summary>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="path">As typed; null where the option was not given.</param>
    /// <param name="expected">What it should be, in words.</param>
    /// <exception cref="GapFillException">There is none.</exception>
    public static void File(string option, string? path, string expected)
    {
        if (path is null || System.IO.File.Exists(path)) return;
        throw new GapFillException($"{option} {path} {(Directory.Exists(path) ? "is a folder" : "does not exist")}; expected {expected}.");
    }

    /// <summary>Checks a matrix.</summary>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="path">As typed; null where the option was not given.</param>
    /// <exception cref="GapFillException">There is none.</exception>
    public static void Matrix(string option, string? path)
    {
        if (path is null || Directory.Exists(path) || System.IO.File.Exists(path) && new FileInfo(path).Length > 0) return;
        var found = System.IO.File.Exists(path) ? "is empty (0 bytes)" : "does not exist";
        throw new GapFillException($"{option} {path} {found}; expected a 10x folder or a table.");
    }
}
