namespace MLNetUNetFill.Tests.Cells;

public sealed class CountMatrixTests
{
    [Theory]
    [InlineData(new[] { 0, 2, 3 }, new[] { 1, 0, 2 },
        "Cell 0, entry 1: found gene index 0 after 1; expected ascending indices from 0 to 2.")]
    [InlineData(new[] { 0, 2, 3 }, new[] { 1, 1, 2 },
        "Cell 0, entry 1: found gene index 1 after 1; expected ascending indices from 0 to 2.")]
    [InlineData(new[] { 0, 2, 3 }, new[] { 0, 1, 3 }, "Cell 1, entry 0: found gene index 3; expected ascending indices from 0 to 2.")]
    [InlineData(new[] { 0, 2, 3 }, new[] { -1, 1, 2 }, "Cell 0, entry 0: found gene index -1; expected ascending indices from 0 to 2.")]
    [InlineData(new[] { 1, 2, 3 }, new[] { 0, 1, 2 },
        "Cell 0: found the row [1, 2) of 3 entries; expected row starts from 0 to their number that never fall.")]
    [InlineData(new[] { 0, 4, 3 }, new[] { 0, 1, 2 },
        "Cell 0: found the row [0, 4) of 3 entries; expected row starts from 0 to their number that never fall.")]
    public void Rows_that_would_give_wrong_values_are_refused(int[] rowStarts, int[] genes, string message) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() =>
            new CountMatrix(["c1", "c2"], ["a", "b", "c"], ["A", "B", "C"], rowStarts, genes, [1, 2, 3])).Message);
}
