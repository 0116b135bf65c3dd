using System.Security.Cryptography;
using FsCheck.Fluent;
using MLNetUNetFill.Devices;
using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Devices;

public class ElfVersionsTests
{
    private const string Version = "GLIBCXX_3.4.32", Symbol = "_ZSt21ios_base_library_initv";

    private static readonly Lazy<byte[]> Original =
        new(() => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so")));

    [LinuxX64Fact]
    public void One_byte_makes_the_version_weak()
    {
        Assert.Equal("cf33b1b0bb6bbb9754a768fb5c5d04d9f498603be50e73f55621a0b40ee608b8",
            Convert.ToHexStringLower(SHA256.HashData(Original.Value)));
        var library = Copy();

        Assert.True(ElfVersions.MarkWeak(library, Version, Symbol));

        Assert.Equal([260660], Changes(library));
        Assert.Equal((0, 2), (Original.Value[260660], library[260660]));
    }

    [LinuxX64Fact]
    public void Twice_is_as_good_as_once()
    {
        var once = Copy();
        ElfVersions.MarkWeak(once, Version, Symbol);
        var twice = (byte[])once.Clone();

        Assert.True(ElfVersions.MarkWeak(twice, Version, Symbol));
        Assert.Equal(once, twice);
    }

    [LinuxX64Fact]
    public void A_version_that_another_symbol_needs_stays() => Refused(Version, "_ZSt4cout");

    [LinuxX64Fact]
    public void A_version_that_many_symbols_need_stays() => Refused("GLIBCXX_3.4", "_ZNSt8ios_base4InitC1Ev");

    [LinuxX64Fact]
    public void A_version_that_is_not_asked_for_is_refused() => Refused("GLIBCXX_9.9", Symbol);

    [LinuxX64Fact]
    public void A_part_of_a_versions_name_is_another_version() => Refused("GLIBCXX_3.4.3", Symbol);

    [LinuxX64Fact]
    public void A_library_that_was_cut_off_is_refused_or_changed_in_one_byte()
    {
        var whole = Original.Value.Length;
        var lengths = Gen.OneOf(Gen.Choose(0, 70), Gen.Choose(0, whole), Gen.Choose(whole - 2000, whole));

        ForAll.Of(lengths, length => IsHarmless(Original.Value[..length]));
    }

    [LinuxX64Fact]
    public void A_library_with_wrong_bytes_where_it_is_read_is_refused_or_changed_in_one_byte()
    {
        // The header, the needed versions, the headers of the sections.
        var end = Original.Value.Length;
        var places = Gen.OneOf(Gen.Choose(0, 63), Gen.Choose(260_000, 261_200), Gen.Choose(end - 2000, end - 1));
        var damage = Gen.Choose(1, 12).SelectMany(count => places.Zip(Gen.Choose(0, 255)).ArrayOf(count));

        ForAll.Of(damage, bytes =>
        {
            var library = Copy();
            foreach (var (at, value) in bytes) library[at] = (byte)value;
            return IsHarmless(library);
        });
    }

    [Fact]
    public void Anything_else_is_refused()
    {
        var bytes = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();

        ForAll.Of(bytes, garbage => IsRefused(garbage) && IsRefused([.. "\u007fELF\u0002\u0001"u8, .. garbage]));
    }

    private static byte[] Copy() => (byte[])Original.Value.Clone();

    private static int[] Changes(byte[] library) => [.. Enumerable.Range(0, library.Length).Where(at => library[at] != Original.Value[at])];

    private static void Refused(string version, string symbol)
    {
        var library = Copy();
        Assert.False(ElfVersions.MarkWeak(library, version, symbol));
        Assert.Equal(Original.Value, library);
    }

    private static bool IsRefused(byte[] bytes)
    {
        var after = (byte[])bytes.Clone();
        return !ElfVersions.MarkWeak(after, Version, Symbol) && after.SequenceEqual(bytes);
    }

    private static bool IsHarmless(byte[] bytes)
    {
        var after = (byte[])bytes.Clone();
        var isMarked = ElfVersions.MarkWeak(after, Version, Symbol);
        return isMarked ? after.Where((value, at) => value != bytes[at]).Count() <= 1 : after.AsSpan().SequenceEqual(bytes);
    }
}
