using MLNetUNetFill.Cells;

namespace MLNetUNetFill.Tests.Cells;

public sealed class LibrarySizeTests
{
    [Fact]
    public void A_count_becomes_log1p_of_its_share_of_ten_thousand() =>
        Assert.Equal(MathF.Log(1 + 10_000f * 3 / 50), LibrarySize.Log1pCp10k(3, 50), 1e-6f);

    [Fact]
    public void A_cell_without_counts_stays_zero() => Assert.Equal(0, LibrarySize.Log1pCp10k(0, 0));
}
