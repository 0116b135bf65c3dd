using System.Runtime.InteropServices;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Devices;

public sealed class NativeTorchTests : IDisposable
{
    private const string WaitPolicy = "OMP_WAIT_POLICY", SpinCount = "GOMP_SPINCOUNT";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LinuxX64Fact]
    public void The_library_is_patched_where_the_system_is_older_than_it_asks_for() =>
        Assert.Equal(!NewerLibstdcxx.IsInstalled, NativeTorch.IsPatched);

    [OlderSystemFact]
    public async Task A_newer_system_is_left_alone()
    {
        NewerLibstdcxx.Write(_folder);

        var (process, _) = await FreshProcess.Start(new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = _folder });

        Assert.False(process.IsPatched);
    }

    [LinuxX64Fact]
    public async Task Waiting_threads_sleep_and_OpenMP_has_heard_of_it()
    {
        var (process, error) = await FreshProcess.Start(Threads(null, null));

        Assert.Equal(("passive", "0"), (process.WaitPolicy, process.SpinCount));
        Assert.Matches("OMP_WAIT_POLICY = 'PASSIVE'", error);
        Assert.Matches("GOMP_SPINCOUNT = '0'", error);
    }

    [LinuxX64Fact]
    public async Task Who_wants_spinning_threads_has_them()
    {
        var (process, error) = await FreshProcess.Start(Threads("active", null));

        Assert.Equal(("active", null), (process.WaitPolicy, process.SpinCount));
        Assert.Matches("OMP_WAIT_POLICY = 'ACTIVE'", error);
        Assert.DoesNotMatch("GOMP_SPINCOUNT = '0'", error);
    }

    [LinuxX64Fact]
    public async Task Who_sets_the_number_of_spins_has_it()
    {
        var (process, error) = await FreshProcess.Start(Threads(null, "1234"));

        Assert.Equal((null, "1234"), (process.WaitPolicy, process.SpinCount));
        Assert.Matches("GOMP_SPINCOUNT = '1234'", error);
    }

    [Fact]
    public void The_versions_in_the_messages_are_those_of_the_build()
    {
        var versions = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props"));

        Assert.Contains($"<TorchSharpVersion>{NativeTorch.TorchSharpVersion}</TorchSharpVersion>", versions, StringComparison.Ordinal);
        Assert.Contains($"<OnnxRuntimeVersion>{NativeOnnxRuntime.Version}</OnnxRuntimeVersion>", versions, StringComparison.Ordinal);
        Assert.Contains($"<LibTorchVersion>{NativeTorch.LibTorchVersion}</LibTorchVersion>", versions, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-arm64")]
    [InlineData("osx-x64")]
    [InlineData("win-x86")]
    [InlineData("freebsd-x64")]
    public void A_platform_without_a_package_is_named(string platform) =>
        Says($"of which there is no package for this platform ({platform}); train on linux-x64, osx-arm64 or win-x64",
            platform, Unix("c10", Missing("/app/libc10.so")));

    [Theory]
    [InlineData("linux-musl-x64")]
    [InlineData("alpine.3.22-x64")]
    public void A_system_with_musl_is_named(string platform) =>
        Says($"which does not run on this system ({platform}, musl instead of glibc); "
            + "train on Debian 12, Ubuntu 22.04, Red Hat 10 or newer",
            platform, Unix("c10", "Error loading shared library /app/libc10.so: No such file or directory"));

    [Theory] // Debian 11, Red Hat 9, Debian 12 where no copy can be loaded
    [InlineData("/lib/x86_64-linux-gnu/libc.so.6", "GLIBC_2.34", "libc.so.6", "Debian 12, Ubuntu 22.04, Red Hat 10")]
    [InlineData("/lib64/libstdc++.so.6", "GLIBCXX_3.4.30", "libstdc++.so.6", "Debian 12, Ubuntu 22.04, Red Hat 10")]
    [InlineData("/lib/x86_64-linux-gnu/libstdc++.so.6", "GLIBCXX_3.4.32", "libstdc++.so.6", "Debian 13, Ubuntu 24.04, Red Hat 10")]
    public void An_old_system_is_named_with_what_it_lacks(string path, string version, string library, string systems) =>
        Says($"which asks for {version}, and this system has an older {library}; train on {systems} or newer", "linux-x64",
            Unix("LibTorchSharp", Missing("/app/LibTorchSharp.so"),
                $"{path}: version `{version}' not found (required by /home/me/app (copy)/libLibTorchSharp.so)",
                Missing("/app/libLibTorchSharp")));

    [LinuxX64Fact]
    public void An_old_system_is_named_by_what_its_loader_says()
    {
        var library = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        "GLIBC_9.99"u8.CopyTo(library.AsSpan(library.AsSpan().IndexOf("GLIBC_2.34\0"u8)));
        var path = Path.Combine(_folder, "libLibTorchSharp.so");
        File.WriteAllBytes(path, library);

        Says("which asks for GLIBC_9.99, and this system has an older libc.so.6; train on Debian 12, Ubuntu 22.04, Red Hat 10 or newer",
            "linux-x64", LoaderMessage(path));
    }

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("osx-arm64")]
    public void A_missing_package_is_named(string platform)
    {
        var line = platform == "linux-x64" ? Missing("/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.0/libc10.so")
            : "dlopen(/app (1)/libc10.dylib, 0x0001): tried: '/app (1)/libc10.dylib' (no such file), "
                + "'/System/Volumes/Preboot/Cryptexes/OS/app (1)/libc10.dylib' (no such file), "
                + "'/app (1)/libc10.dylib' (no such file, not in dyld cache)";

        Says($"which was not found beside this program; add the package libtorch-cpu-{platform} 2.10.0 to it",
            platform, Unix("c10", line, line));
    }

    [LinuxX64Fact]
    public void A_missing_package_is_named_by_what_the_loader_says() =>
        Says("which was not found beside this program; add the package libtorch-cpu-linux-x64 2.10.0 to it", "linux-x64",
            Assert.Throws<DllNotFoundException>(() =>
                NativeLibrary.Load("c11", typeof(NativeTorchTests).Assembly, DllImportSearchPath.AssemblyDirectory)).Message);

    [LinuxX64Fact]
    public void A_damaged_library_is_named_by_what_the_loader_says()
    {
        var path = Path.Combine(_folder, "libtorch_cpu.so");
        File.WriteAllText(path, new string('x', 10_000));

        Says($"which cannot be loaded ({path}: invalid ELF header); reference TorchSharp 0.107.0 and libtorch-cpu-linux-x64 2.10.0 "
            + "and restore them anew", "linux-x64", LoaderMessage(path));
    }

    [Theory]
    [InlineData("linux-x64", "libgomp-98b21ff3.so.1: cannot open shared object file: No such file or directory")]
    [InlineData("linux-x64", "/app/libLibTorchSharp.so: undefined symbol: _ZNK3c105Error4whatEv")]
    [InlineData("osx-arm64", "dlopen(/app/libtorch_cpu.dylib, 0x0001): Library not loaded: @rpath/libomp.dylib")]
    [InlineData("osx-arm64", "dlopen(/app/libc10.dylib, 0x0001): tried: '/app/libc10.dylib' (mach-o file, but is an incompatible "
        + "architecture (have 'x86_64', need 'arm64e' or 'arm64')), '/System/Volumes/Preboot/Cryptexes/OS/app/libc10.dylib' "
        + "(no such file)")]
    public void A_library_that_does_not_fit_is_named_with_the_reason(string platform, string reason) =>
        Says($"which cannot be loaded ({reason}); reference TorchSharp 0.107.0 and libtorch-cpu-{platform} 2.10.0 and restore them anew",
            platform, Unix("c10", Missing("/app/c10"), reason));

    [Theory]
    [InlineData("win-x64", "Unable to load DLL 'c10' or one of its dependencies: The specified module could not be found. (0x8007007E)",
        "which was not found beside this program; add the package libtorch-cpu-win-x64 2.10.0 to it and install the Visual C++ runtime")]
    [InlineData("win-arm64",
        "Unable to load DLL 'LibTorchSharp' or one of its dependencies: The specified procedure could not be found. (0x8007007F)",
        "whose packages for Windows do not fit TorchSharp 0.107.0 (a procedure is missing, 0x8007007F); train on Linux or in WSL")]
    [InlineData("win-x64", "Unable to load DLL 'c10' or one of its dependencies: Access is denied. (0x80070005)",
        "which cannot be loaded (Unable to load DLL 'c10' or one of its dependencies: Access is denied. (0x80070005)); "
        + "reference TorchSharp 0.107.0 and libtorch-cpu-win-x64 2.10.0 and restore them anew")]
    public void On_Windows_the_remedy_goes_by_the_error_number(string platform, string message, string cause) =>
        Says(cause, platform, message);

    private static void Says(string cause, string platform, string message) =>
        Assert.Equal($"Training needs libtorch, {cause}, or fill with a model that was trained elsewhere, which needs no libtorch.",
            NativeTorch.Explain(message, platform));

    private static string LoaderMessage(string path) => Assert.Throws<DllNotFoundException>(() => NativeLibrary.Load(path)).Message;

    private static string Missing(string path) => $"{path}: cannot open shared object file: No such file or directory";

    /// <summary>.NET's message on Linux and macOS.</summary>
    private static string Unix(string name, params string[] lines) =>
        $"Unable to load shared library '{name}' or one of its dependencies. In order to help diagnose loading problems, consider using "
        + "a tool like strace. If you're using glibc, consider setting the LD_DEBUG environment variable: \n"
        + string.Concat(lines.Select(line => line + "\n"));

    private static Dictionary<string, string?> Threads(string? waitPolicy, string? spinCount) => new()
    {
        [WaitPolicy] = waitPolicy,
        [SpinCount] = spinCount,
        ["OMP_DISPLAY_ENV"] = "verbose",
    };
}
