namespace MLNetUNetFill.IO.Tests.Hdf5;

public class TenXH5Tests
{
    [Fact]
    public void Version_2_has_the_counts_of_the_same_cells()
    {
        var source = TenXH5.Open(Samples.Named("v2.h5"));
        Assert.True(source.IsStreamed);
        Assert.Equal("AAACCCAAG000011-1", source.Barcodes[11]);
        Assert.Equal(Samples.Rows(AnnData.Open(Samples.Small)), Samples.Rows(source));
        Assert.Contains("1 gene name occurred before and was made unique", source.Warnings[0]);
        Assert.EndsWith(Samples.EmptyCells, source.Warnings[1]);
        Assert.Equal("GENE2-1", source.GeneNames[3]);
        Assert.Equal("ENSG00000000003", source.GeneIds[3]);
    }

    [Fact]
    public void Version_3_leaves_out_and_counts_what_is_no_gene()
    {
        var source = TenXH5.Open(Samples.Named("v3.h5"));
        Assert.Equal(Samples.Rows(AnnData.Open(Samples.Small)).Select(row => row[..5]), Samples.Rows(source));
        Assert.Contains("left out 1 of type 'Antibody Capture'; only 'Gene Expression' is read", source.Warnings[0]);
        Assert.Equal(Samples.Rows(source).Sum(row => row.Count(value => value != 0)), source.NonZeroCount);
    }

    [Fact]
    public void A_genome_that_is_none_is_refused()
    {
        Assert.Contains("found no genome 'mm10'; expected one of GRCh38",
            Assert.Throws<GapFillException>(() => TenXH5.Open(Samples.Named("v2.h5"), "mm10")).Message);
        Assert.Contains("found no genome 'mm10'; expected one of GRCh38",
            Assert.Throws<GapFillException>(() => TenXH5.Open(Samples.Named("v3.h5"), "mm10")).Message);
        Assert.Equal(12, TenXH5.Open(Samples.Named("v3.h5"), "GRCh38").Barcodes.Count);
    }
}
