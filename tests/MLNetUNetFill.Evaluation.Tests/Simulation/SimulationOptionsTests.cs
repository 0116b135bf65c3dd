namespace MLNetUNetFill.Evaluation.Tests.Simulation;

public class SimulationOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => new SimulationOptions().Validate();

    public static TheoryData<SimulationOptions, string> Invalid => new()
    {
        { new() { Cells = 0 }, "Cells is 0; expected 1 to 1000000." },
        { new() { Genes = 1 }, "Genes is 1; expected 2 to 100000." },
        { new() { Cells = 1_000_000, Genes = 100_000 }, "Cells is 1000000; expected at most 21474 with 100000 genes." },
        { new() { CellTypes = 601 }, "CellTypes is 601; expected 1 to the number of cells, 600." },
        { new() { TypeProportions = [1, 2] }, "TypeProportions is 2; expected one proportion for each of the 4 cell types." },
        { new() { TypeProportions = [1, 2, 0, 1] }, "TypeProportions is 0; expected finite proportions above 0." },
        { new() { LibrarySizeLocation = 21 }, "LibrarySizeLocation is 21; expected 0 to 20." },
        { new() { LibrarySizeScale = -1 }, "LibrarySizeScale is -1; expected 0 to 3." },
        { new() { GeneMeanShape = 0 }, "GeneMeanShape is 0; expected 0.05 to 100." },
        { new() { DifferentialProbability = 1.5 }, "DifferentialProbability is 1.5; expected 0 to 1." },
        { new() { DifferentialLocation = double.NaN }, "DifferentialLocation is NaN; expected -5 to 5." },
        { new() { DifferentialScale = 4 }, "DifferentialScale is 4; expected 0 to 3." },
        { new() { BiologicalVariation = -0.5 }, "BiologicalVariation is -0.5; expected 0 to 5." },
        { new() { VariationDegreesOfFreedom = 0 }, "VariationDegreesOfFreedom is 0; expected 1 to 1000000." },
        { new() { GeneModules = 801 }, "GeneModules is 801; expected 0 to the number of genes, 800." },
        { new() { ModuleGeneShare = 2 }, "ModuleGeneShare is 2; expected 0 to 1." },
        { new() { ModuleScale = 9 }, "ModuleScale is 9; expected 0 to 3." },
        { new() { DropoutMidpoint = double.NaN },
        "DropoutMidpoint is NaN; expected a finite number, or negative infinity for no dropout." },
        { new() { DropoutShape = 0 }, "DropoutShape is 0; expected at least -100 and below 0." },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Refuses_values_outside_their_range(SimulationOptions options, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => CellSimulator.Simulate(options)).Message);
}
