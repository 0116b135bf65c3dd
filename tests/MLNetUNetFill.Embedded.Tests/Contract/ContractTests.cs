using System.Reflection;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using TorchSharp;

namespace MLNetUNetFill.Embedded.Tests.Contract;

/// <summary>
/// Holds the embedded assemblies against the official API. Each text file beside this test is named after an official assembly and holds
/// the lines of its API that the embedded stack declares. With <c>UPDATE_CONTRACT=1</c> and the listings of the official assemblies in
/// <c>../shared/api</c> the files are written anew from what the embedded assemblies declare.
/// </summary>
public class ContractTests
{
    private static readonly Assembly[] Anchors = [typeof(MLContext).Assembly, typeof(DataFrame).Assembly, typeof(torch).Assembly];

    public static bool IsEmbedded => Anchors[0].GetName().Name!.StartsWith("MLNetUNetFill.Embedded", StringComparison.Ordinal);

    [Fact]
    public void Every_declared_type_and_member_is_a_listed_line()
    {
        if (!IsEmbedded)
            return; // The official packages declare more than the embedded stack does.
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACT") == "1")
            ContractFiles.Write(Embedded());
        AssertHeld(Embedded(), by: ContractFiles.Listed().Values, compareBases: true);
    }

    [Fact]
    public void Every_listed_line_exists_in_the_assemblies() =>
        AssertHeld(Merge(ContractFiles.Listed().Values), by: IsEmbedded ? [Embedded()] : Official(), compareBases: !IsEmbedded);

    [Fact]
    public void Every_listed_line_is_in_the_listings_of_the_official_assemblies()
    {
        var official = ContractFiles.OfficialListings();
        if (official.Count > 0)
            AssertHeld(Merge(ContractFiles.Listed().Values), by: official.Values, compareBases: true);
    }

    private static Dictionary<string, ApiType> Embedded() => Merge(Anchors.Select(ApiListing.Of));

    private static IEnumerable<Dictionary<string, ApiType>> Official() =>
        ContractFiles.Listed().Keys.Select(name => ApiListing.Of(Assembly.Load(name)));

    private static Dictionary<string, ApiType> Merge(IEnumerable<Dictionary<string, ApiType>> listings)
    {
        var merged = new Dictionary<string, ApiType>();
        foreach (var (name, type) in listings.SelectMany(listing => listing))
            merged[name] = type;
        return merged;
    }

    /// <summary>Fails with the lines that are missing. An embedded type may implement fewer interfaces than the official one, never more.</summary>
    private static void AssertHeld(Dictionary<string, ApiType> types, IEnumerable<Dictionary<string, ApiType>> by, bool compareBases)
    {
        var listing = Merge(by);
        var missing = new List<string>();
        foreach (var (name, type) in types)
        {
            if (!listing.TryGetValue(name, out var other))
            {
                missing.Add(name);
                continue;
            }
            missing.AddRange(type.Members.Except(other.Members).Select(member => name + member));
            if (compareBases)
                missing.AddRange(type.Bases.Except(other.Bases).Select(b => $"{name} : {b}"));
        }
        Assert.True(missing.Count == 0, $"{missing.Count} lines are missing:\n{string.Join('\n', missing)}");
    }
}
