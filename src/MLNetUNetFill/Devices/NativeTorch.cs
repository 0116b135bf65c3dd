using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace MLNetUNetFill.Devices;

/// <summary>
/// Loads libtorch before TorchSharp does. TorchSharp would print to the console, give a wrong reason for a failure, and copy files from the
/// package cache. libLibTorchSharp.so of TorchSharp 0.107 requires a version of libstdc++ that Debian 12 and Ubuntu 22.04 lack, for a
/// symbol that it never calls: there a copy without this requirement is loaded from memory. This happens at run time and not in a build
/// target, so it also works in notebooks, in scripts and in programs that were built on another system. If the file loads as it is, it is
/// used as it is.
/// </summary>
internal static partial class NativeTorch
{
    /// <summary>The packages that fit together, for messages.</summary>
    internal const string TorchSharpVersion = "0.107.0", LibTorchVersion = "2.10.0";

    private const string TorchSharpLibrary = "LibTorchSharp";

    /// <summary>The first of each with what libLibTorchSharp.so needs, glibc 2.34 and libstdc++ 3.4.30.</summary>
    private const string OldestSystems = "Debian 12, Ubuntu 22.04, Red Hat 10";

    /// <summary>The version that a newer compiler noted in libLibTorchSharp.so, and the one symbol that it noted it for.</summary>
    private const string UnneededVersion = "GLIBCXX_3.4.32", UncalledSymbol = "_ZSt21ios_base_library_initv";

    private static readonly Lazy<GapFillException?> Failure = new(TryLoad);

    /// <summary>Whether libLibTorchSharp.so was loaded from a copy in memory; known once <see cref="Require"/> has returned.</summary>
    public static bool IsPatched { get; private set; }

    /// <summary>Makes sure that TorchSharp can be used. Must be called before any other use of TorchSharp.</summary>
    /// <exception cref="GapFillException">libtorch or TorchSharp's native library cannot be loaded; with the reason and the
    /// remedy.</exception>
    public static void Require()
    {
        if (Failure.Value is { } failure) throw new GapFillException(failure.Message, failure);
    }

    /// <summary>One sentence for why the libraries cannot be loaded, with the remedy.</summary>
    /// <param name="message">.NET's message, with the message of the system's loader for every file that it tried.</param>
    /// <param name="platform">The platform, such as <c>linux-x64</c>.</param>
    public static string Explain(string message, string platform) =>
        $"Training needs libtorch, {Cause(message, platform)}, or fill with a model that was trained elsewhere, which needs no libtorch.";

    private static string Cause(string message, string platform)
    {
        if (IsMusl(platform))
            return $"which does not run on this system ({platform}, musl instead of glibc); train on {OldestSystems} or newer";
        if (platform is not ("linux-x64" or "osx-arm64" or "win-x64" or "win-arm64"))
            return $"of which there is no package for this platform ({platform}); train on linux-x64, osx-arm64 or win-x64";
        if (MissingVersion().Match(message) is { Success: true } missing)
        {
            var (library, version) = (missing.Groups["library"].Value, missing.Groups["version"].Value);
            // The unneeded one is needed where the symbol is called after all, or no file in memory may be made.
            var systems = version == UnneededVersion ? "Debian 13, Ubuntu 24.04, Red Hat 10" : OldestSystems;
            return $"which asks for {version}, and this system has an older {library}; train on {systems} or newer";
        }
        if (message.Contains("0x8007007F", StringComparison.Ordinal)) // ERROR_PROC_NOT_FOUND
            return $"whose packages for Windows do not fit TorchSharp {TorchSharpVersion} (a procedure is missing, 0x8007007F); "
                + "train on Linux or in WSL";

        var package = $"libtorch-cpu-{platform} {LibTorchVersion}";
        if (LoaderErrors.Reason(message) is { } reason)
            return $"which cannot be loaded ({reason}); reference TorchSharp {TorchSharpVersion} and {package} "
                + "and restore them anew";
        var visualC = platform.StartsWith("win", StringComparison.Ordinal) ? " and install the Visual C++ runtime" : "";
        return $"which was not found beside this program; add the package {package} to it{visualC}";
    }

    private static bool IsMusl(string platform) =>
        platform.Contains("musl", StringComparison.Ordinal) || platform.StartsWith("alpine", StringComparison.Ordinal);

    /// <summary>Distributions that build .NET themselves call it by their own name, such as <c>ubuntu.24.04-x64</c>.</summary>
    private static string Platform()
    {
        var identifier = RuntimeInformation.RuntimeIdentifier;
        return OperatingSystem.IsLinux() && !IsMusl(identifier)
            ? $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}" : identifier;
    }

    private static GapFillException? TryLoad()
    {
        // If the program has loaded another one, such as PyTorch's, that is its choice.
        if (IsLoaded()) return null;
        LetWaitingThreadsSleep();
        try
        {
            // Neither a copy in memory nor packages in folders of their own find the libraries that they need: these are loaded before.
            foreach (var name in (string[])["c10", "torch_cpu", "torch"]) Load(name);
            LoadTorchSharp();
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return new GapFillException(Explain(e.Message, Platform()), e);
        }
    }

    private static bool IsLoaded()
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .Any(module => Path.GetFileNameWithoutExtension(module.ModuleName) is TorchSharpLibrary or "lib" + TorchSharpLibrary);
    }

    /// <summary>libtorch's OpenMP threads spin while they wait, and so slow down each other and every other process. Only environment
    /// variables of the C library prevent this, and only before libtorch is loaded. If the user has set one of the two, both are left as
    /// they are: the other could undo it.</summary>
    private static void LetWaitingThreadsSleep()
    {
        const string policy = "OMP_WAIT_POLICY", spins = "GOMP_SPINCOUNT";
        if (OperatingSystem.IsWindows()) return;
        if (Environment.GetEnvironmentVariable(policy) is not null || Environment.GetEnvironmentVariable(spins) is not null) return;
        const int keepExisting = 0;
        _ = SetEnvironment(policy, "passive", keepExisting);
        _ = SetEnvironment(spins, "0", keepExisting);
    }

    /// <summary>Loads a library of this program, never one of the system: Debian, for one, has a libtorch of another version.</summary>
    private static void Load(string name) =>
        NativeLibrary.Load(name, typeof(TorchSharp.torch).Assembly, DllImportSearchPath.AssemblyDirectory);

    private static void LoadTorchSharp()
    {
        try
        {
            // Notebooks and scripts use assemblies in the package cache; they would find this library, too, but keep the loader's message
            // to themselves.
            if (FileInPackage() is { } file) NativeLibrary.Load(file);
            else Load(TorchSharpLibrary);
        }
        catch (DllNotFoundException e) when (OperatingSystem.IsLinux() && MissingVersion().Match(e.Message) is { Success: true } missing
            && missing.Groups["version"].Value == UnneededVersion)
        {
            IsPatched = TryLoadWithout(UnneededVersion, missing.Groups["file"].Value);
            if (!IsPatched) throw;
        }
    }

    private static string? FileInPackage()
    {
        if (!OperatingSystem.IsLinux() || Path.GetDirectoryName(typeof(TorchSharp.torch).Assembly.Location) is not { Length: > 0 } folder)
            return null;
        var file = Path.GetFullPath(Path.Combine(folder, "..", "..", "runtimes", "linux-x64", "native", $"lib{TorchSharpLibrary}.so"));
        return File.Exists(file) ? file : null;
    }

    private static bool TryLoadWithout(string version, string path)
    {
        var library = File.ReadAllBytes(path);
        if (!ElfVersions.MarkWeak(library, version, UncalledSymbol)) return false;
        const uint closeOnExec = 1;
        var descriptor = CreateMemoryFile(Path.GetFileName(path), closeOnExec);
        if (descriptor < 0) return false;
        // It stays open: the loader knows a library by its path, and would confuse it with the next file of the same number.
        using var file = new SafeFileHandle(descriptor, ownsHandle: false);
        RandomAccess.Write(file, library, 0);
        var copy = $"/proc/self/fd/{descriptor}";
        try
        {
            // TorchSharp finds it by its SONAME.
            NativeLibrary.Load(copy);
            return true;
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(e.Message.Replace(copy, path, StringComparison.Ordinal), e);
        }
    }

    [GeneratedRegex(@"(?<library>[^/\s]+): version `(?<version>\w+_[0-9.]+)' not found \(required by (?<file>.+)\)\s*$",
        RegexOptions.Multiline)]
    private static partial Regex MissingVersion();

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport("libc", EntryPoint = "memfd_create")]
    private static extern int CreateMemoryFile([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint flags);
}
