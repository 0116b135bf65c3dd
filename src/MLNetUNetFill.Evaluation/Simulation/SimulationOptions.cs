namespace MLNetUNetFill.Evaluation;

/// <summary>
/// What <see cref="CellSimulator"/> simulates. The parameters are those of Splat (Zappia, Phipson and Oshlack 2017, "Splatter: simulation
/// of single-cell RNA sequencing data", Genome Biology 18:174); the gene modules are an addition. The defaults give a small data set with
/// about four zeros in five, whose cell types are plain before dropout and blurred after it.
/// </summary>
public sealed record SimulationOptions
{
    /// <summary>Number of cells. Default 600, range [1, 1000000].</summary>
    public int Cells { get; init; } = 600;

    /// <summary>Number of genes. Default 800, range [2, 100000].</summary>
    public int Genes { get; init; } = 800;

    /// <summary>Number of cell types. Default 4, from 1 to the number of cells.</summary>
    public int CellTypes { get; init; } = 4;

    /// <summary>Relative size of each cell type, above 0. Default null: equal sizes.</summary>
    public IReadOnlyList<double>? TypeProportions { get; init; }

    /// <summary>Mean of the natural logarithm of the library size before dropout. Default 7.2 (about 1300 counts), range [0, 20].</summary>
    public double LibrarySizeLocation { get; init; } = 7.2;

    /// <summary>Standard deviation of the natural logarithm of the library size. Default 0.3, range [0, 3].</summary>
    public double LibrarySizeScale { get; init; } = 0.3;

    /// <summary>Shape of the gamma distribution of the gene means; smaller is more uneven. Its rate has no effect, since means are scaled
    /// to the library size. Default 0.6, range [0.05, 100].</summary>
    public double GeneMeanShape { get; init; } = 0.6;

    /// <summary>Share of the genes that are differentially expressed in a cell type. Default 0.2, range [0, 1].</summary>
    public double DifferentialProbability { get; init; } = 0.2;

    /// <summary>Location of the log-normal factor of differential expression; half of the genes go down by the factor. Default 0.5, range
    /// [-5, 5].</summary>
    public double DifferentialLocation { get; init; } = 0.5;

    /// <summary>Scale of the log-normal factor of differential expression. Default 0.3, range [0, 3].</summary>
    public double DifferentialScale { get; init; } = 0.3;

    /// <summary>Biological coefficient of variation that genes of any mean share. Default 0.1, range [0, 5].</summary>
    public double BiologicalVariation { get; init; } = 0.1;

    /// <summary>Degrees of freedom of the chi-squared spread of the biological variation. Default 60, range [1, 1000000].</summary>
    public double VariationDegreesOfFreedom { get; init; } = 60;

    /// <summary>Number of gene modules: genes that rise and fall together from cell to cell within a type. Default 8, range [0, genes]; 0
    /// for none.</summary>
    public int GeneModules { get; init; } = 8;

    /// <summary>Share of the genes that belong to a module. Default 0.5, range [0, 1].</summary>
    public double ModuleGeneShare { get; init; } = 0.5;

    /// <summary>Standard deviation of the loadings: a gene's log mean moves by its loading times its module's activity in the cell, a
    /// standard normal. Default 0.35, range [0, 3].</summary>
    public double ModuleScale { get; init; } = 0.35;

    /// <summary>Natural logarithm of the mean count at which half of the counts are lost. Default 1; finite, or negative infinity for no
    /// dropout.</summary>
    public double DropoutMidpoint { get; init; } = 1;

    /// <summary>Slope of the logistic dropout curve; negative, since rare transcripts are lost more often. Default -1, range [-100,
    /// 0).</summary>
    public double DropoutShape { get; init; } = -1;

    /// <summary>Seed: the same options give the same cells; options of the dropout leave the counts before it as they are. Default
    /// 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it, its value and the
    /// range.</exception>
    public void Validate()
    {
        Require(Cells is >= 1 and <= 1_000_000, nameof(Cells), Cells, "1 to 1000000");
        Require(Genes is >= 2 and <= 100_000, nameof(Genes), Genes, "2 to 100000");
        Require((long)Cells * Genes <= Array.MaxLength, nameof(Cells), Cells, $"at most {Array.MaxLength / Genes} with {Genes} genes");
        Require(CellTypes >= 1 && CellTypes <= Cells, nameof(CellTypes), CellTypes, $"1 to the number of cells, {Cells}");
        if (TypeProportions is not null)
        {
            Require(TypeProportions.Count == CellTypes, nameof(TypeProportions), TypeProportions.Count,
                $"one proportion for each of the {CellTypes} cell types");
            foreach (var proportion in TypeProportions)
                Require(proportion > 0 && double.IsFinite(proportion), nameof(TypeProportions), proportion, "finite proportions above 0");
        }

        RequireRange(LibrarySizeLocation, 0, 20, nameof(LibrarySizeLocation));
        RequireRange(LibrarySizeScale, 0, 3, nameof(LibrarySizeScale));
        RequireRange(GeneMeanShape, 0.05, 100, nameof(GeneMeanShape));
        RequireRange(DifferentialProbability, 0, 1, nameof(DifferentialProbability));
        RequireRange(DifferentialLocation, -5, 5, nameof(DifferentialLocation));
        RequireRange(DifferentialScale, 0, 3, nameof(DifferentialScale));
        RequireRange(BiologicalVariation, 0, 5, nameof(BiologicalVariation));
        RequireRange(VariationDegreesOfFreedom, 1, 1_000_000, nameof(VariationDegreesOfFreedom));
        Require(GeneModules >= 0 && GeneModules <= Genes, nameof(GeneModules), GeneModules, $"0 to the number of genes, {Genes}");
        RequireRange(ModuleGeneShare, 0, 1, nameof(ModuleGeneShare));
        RequireRange(ModuleScale, 0, 3, nameof(ModuleScale));
        Require(double.IsFinite(DropoutMidpoint) || double.IsNegativeInfinity(DropoutMidpoint), nameof(DropoutMidpoint), DropoutMidpoint,
            "a finite number, or negative infinity for no dropout");
        Require(DropoutShape is >= -100 and < 0, nameof(DropoutShape), DropoutShape, "at least -100 and below 0");
    }

    private static void RequireRange(double value, double low, double high, string name) =>
        Require(value >= low && value <= high, name, value, FormattableString.Invariant($"{low} to {high}"));

    private static void Require(bool holds, string name, object value, string expected)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value,
            FormattableString.Invariant($"{name} is {value}; expected {expected}."));
    }
}
