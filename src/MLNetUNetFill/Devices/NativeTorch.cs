using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace MLNetUNetFill.Devices;

/// <summary>
/// Loads libtorch before TorchSharp does, which would print to the console and name the wrong cause where it fails.
/// libLibTorchSharp.so of TorchSharp 0.107 asks for a version of libstdc++ that Debian 12 and Ubuntu 22.04 lack, for a symbol that it never calls: there a
/// copy that does not insist on it is loaded from memory. That happens at run time, not in a build target, so that it also works in notebooks and scripts, in
/// programs that were built elsewhere, and for the system that the program meets: where the file loads, it is left alone.
/// </summary>
internal static partial class NativeTorch
{
    /// <summary>The version that a newer compiler noted in libLibTorchSharp.so, and the one symbol that it noted it for.</summary>
    private const string MissingVersion = "GLIBCXX_3.4.32", UncalledSymbol = "_ZSt21ios_base_library_initv";

    private static readonly Lazy<GapFillException?> Failure = new(TryLoad);

    /// <summary>Whether libLibTorchSharp.so was loaded from a copy in memory.</summary>
    public static bool IsPatched { get; private set; }

    /// <summary>Makes sure that TorchSharp can be used. Must come before anything else that is TorchSharp's.</summary>
    /// <exception cref="GapFillException">libtorch or TorchSharp's native library cannot be loaded; with the reason and the remedy.</exception>
    public static void Require()
    {
        if (Failure.Value is { } failure) throw new GapFillException(failure.Message, failure);
    }

    /// <summary>One sentence for what keeps the libraries from being loaded, and the remedy.</summary>
    /// <param name="loaderMessage">What the system's loader said.</param>
    /// <param name="runtimeIdentifier">The platform, such as <c>linux-x64</c>.</param>
    public static string Explain(string loaderMessage, string runtimeIdentifier)
    {
        const string instead = "or fill with a model that was trained elsewhere, which needs no libtorch";
        if (runtimeIdentifier.Contains("musl", StringComparison.Ordinal) || runtimeIdentifier.StartsWith("alpine", StringComparison.Ordinal))
            return $"Training needs libtorch, which does not run on this system ({runtimeIdentifier}, musl instead of glibc); train on a glibc system such as " +
                $"Debian, Ubuntu or Red Hat, {instead}.";
        if (runtimeIdentifier is not ("linux-x64" or "osx-arm64" or "win-x64" or "win-arm64") && !IsX64Linux(runtimeIdentifier))
            return $"Training needs libtorch, of which there is no package for this platform ({runtimeIdentifier}); train on linux-x64, osx-arm64 or win-x64, {instead}.";
        var reasons = loaderMessage.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains(": ", StringComparison.Ordinal) && !MissingFile().IsMatch(line)).Distinct().ToArray();
        if (reasons.Select(reason => MissingSystemVersion().Match(reason)).FirstOrDefault(match => match.Success) is { } version)
            return $"Training needs libtorch, which asks for {version.Groups[2].Value}, and this system has an older {version.Groups[1].Value}; train on Debian 12, Ubuntu 22.04 " +
                $"or newer, {instead}.";
        var package = runtimeIdentifier is "osx-arm64" or "win-x64" or "win-arm64" ? $"libtorch-cpu-{runtimeIdentifier}" : "libtorch-cpu-linux-x64";
        if (reasons.Length == 0 || runtimeIdentifier.StartsWith("win", StringComparison.Ordinal))
            return $"Training needs libtorch, which was not found beside this program; add the package {package} 2.10.0 to it"
                + (runtimeIdentifier.StartsWith("win", StringComparison.Ordinal) ? " and install the Visual C++ runtime (TorchSharp 0.107 is known not to load on some Windows " +
                    "machines; there train in WSL)" : "") + $", {instead}.";
        return $"Training needs libtorch, which cannot be loaded ({reasons[0].TrimEnd('.')}); restore the packages TorchSharp 0.107.0 and {package} 2.10.0 anew, {instead}.";
    }

    private static bool IsX64Linux(string runtimeIdentifier) =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 && runtimeIdentifier.EndsWith("-x64", StringComparison.Ordinal);

    private static GapFillException? TryLoad()
    {
        try
        {
            LetWaitingThreadsSleep();
            // The copy in memory finds no library beside it, so all that it needs is loaded before.
            foreach (var name in (string[])["c10", "torch_cpu", "torch"]) Load(name);
            try
            {
                Load("LibTorchSharp");
            }
            catch (DllNotFoundException e) when (OperatingSystem.IsLinux() && FileThatNeeds(MissingVersion, e.Message) is { } path)
            {
                LoadWithout(MissingVersion, path);
                IsPatched = true;
            }
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return new GapFillException(Explain(e.Message, RuntimeInformation.RuntimeIdentifier), e);
        }
    }

    /// <summary>libtorch's OpenMP threads spin while they wait, and so keep each other and every other process from computing. Only a setting in the environment
    /// that the C library sees stops them, and only before they are loaded; what the user set stays.</summary>
    private static void LetWaitingThreadsSleep()
    {
        if (OperatingSystem.IsWindows()) return;
        const int keepExisting = 0;
        _ = SetEnvironment("OMP_WAIT_POLICY", "passive", keepExisting);
        _ = SetEnvironment("GOMP_SPINCOUNT", "0", keepExisting);
    }

    private static void Load(string name) => NativeLibrary.Load(name, typeof(TorchSharp.torch).Assembly, null);

    private static string? FileThatNeeds(string version, string loaderMessage)
    {
        var match = Regex.Match(loaderMessage, $@"version `{Regex.Escape(version)}' not found \(required by (.+?)\)");
        return match.Success ? match.Groups[1].Value : null;
    }

    private static void LoadWithout(string version, string path)
    {
        var library = File.ReadAllBytes(path);
        if (!ElfVersions.MarkWeak(library, version, UncalledSymbol))
            throw new DllNotFoundException($"{path}: version `{version}' not found, and it is needed for more than {UncalledSymbol}");
        const uint closeOnExec = 1;
        var descriptor = CreateMemoryFile("libLibTorchSharp.so", closeOnExec);
        if (descriptor < 0) throw new IOException($"{path}: no file in memory can be made for it: {Marshal.GetLastPInvokeErrorMessage()}");
        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.Write(file, library, 0);
        // TorchSharp finds it by its SONAME.
        NativeLibrary.Load($"/proc/self/fd/{descriptor}");
    }

    [GeneratedRegex("No such file or directory|cannot open shared object file|no such file|image not found")]
    private static partial Regex MissingFile();

    [GeneratedRegex(@"([^/\s]+): version `(\w+_[0-9.]+)' not found")]
    private static partial Regex MissingSystemVersion();

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static extern int CreateMemoryFile([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint flags);
}
