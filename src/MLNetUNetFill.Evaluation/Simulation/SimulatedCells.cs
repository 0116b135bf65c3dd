namespace MLNetUNetFill.Evaluation;

/// <summary>What <see cref="CellSimulator"/> made.</summary>
/// <param name="Counts">The counts that an experiment would see, after dropout, cells x genes.</param>
/// <param name="Truth">The counts before dropout: every entry of <paramref name="Counts"/> is 0 or the same here.</param>
/// <param name="Labels">The cell type of every cell: <c>type1</c>, <c>type2</c>, ...</param>
public sealed record SimulatedCells(CountMatrix Counts, CountMatrix Truth, string[] Labels);
