using MLNetUNetFill.Tests.Shared;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>Every estimator of the library has every property that ML.NET expects.</summary>
[Collection(TorchCollection.Name)]
public sealed class OurEstimatorsTests
{
    public static TheoryData<string, string> Cases { get; } = Combine();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Conform(string estimator, string property) =>
        EstimatorConformance.Check(OurEstimators.All.Single(subject => subject.Name == estimator), property);

    private static TheoryData<string, string> Combine()
    {
        var cases = new TheoryData<string, string>();
        foreach (var subject in OurEstimators.All)
            foreach (var property in EstimatorConformance.Properties) cases.Add(subject.Name, property);
        return cases;
    }
}
