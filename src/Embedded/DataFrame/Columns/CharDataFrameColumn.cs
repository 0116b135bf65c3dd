namespace Microsoft.Data.Analysis;

public class CharDataFrameColumn : PrimitiveDataFrameColumn<char>
{
    public CharDataFrameColumn(string name, IEnumerable<char?> values)
        : base(name, values)
    {
    }

    public CharDataFrameColumn(string name, IEnumerable<char> values)
        : base(name, values)
    {
    }

    public CharDataFrameColumn(string name, long length = 0)
        : base(name, length)
    {
    }

    protected override PrimitiveDataFrameColumn<char> CreateNewColumn(string name, long length = 0) => new CharDataFrameColumn(name, length);
}
