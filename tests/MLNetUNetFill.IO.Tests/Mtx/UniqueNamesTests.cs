using MLNetUNetFill.IO.Mtx;

namespace MLNetUNetFill.IO.Tests.Mtx;

public class UniqueNamesTests
{
    [Theory] // expected values as anndata.utils.make_index_unique gives them
    [InlineData("A,B,C", "A,B,C", 0)]
    [InlineData("A,A,B,A", "A,A-1,B,A-2", 2)]
    [InlineData("A,A,A-1", "A,A-2,A-1", 1)]
    [InlineData("A,A-1,A,A-1", "A,A-1,A-2,A-1-1", 2)]
    public void Adds_the_suffixes_of_AnnData(string names, string expected, int changed)
    {
        var list = names.Split(',');
        Assert.Equal(changed, UniqueNames.Make(list));
        Assert.Equal(expected.Split(','), list);
    }
}
