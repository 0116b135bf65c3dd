using MLNetUNetFill.Cells;
using MLNetUNetFill.Imaging;

namespace MLNetUNetFill.Tests.Imaging;

public sealed class CellImagesTests
{
    private readonly CellImages _images = new(new SparseCells(3, [0, 2, 3], [0, 2, 1], [1, 4, 2]),
        new PixelScaling([0.25f, 0.25f, 0.125f], [0, 0, 0.25f]), new PixelMap(2, 2, [3, 0, 2]));

    private readonly float[] _image = [9, 9, 9, 9];

    [Fact]
    public void Observed_entries_are_painted_scaled_at_their_pixels()
    {
        _images.Paint(0, _image);

        Assert.Equal([0, 0, 0.75f, 0.25f], _image);
    }

    [Fact]
    public void A_hidden_entry_looks_like_one_never_observed()
    {
        _images.Paint(0, _image);
        _images.Hide([1], _image);

        Assert.Equal([0, 0, 0, 0.25f], _image);
    }

    [Fact]
    public void A_target_holds_the_chosen_entries_alone()
    {
        float[] mask = [9, 9, 9, 9];
        _images.PaintTarget([0], _image, mask);

        Assert.Equal([0, 0, 0, 0.25f], _image);
        Assert.Equal([0, 0, 0, 1], mask);
    }

    [Fact]
    public void With_levels_a_gene_has_a_row_and_a_value_lies_between_the_two_nearest_columns()
    {
        var images = new CellImages(new SparseCells(2, [0, 2], [0, 1], [1, 2]), new PixelScaling([0.25f, 0.25f], [0, 0]),
            new PixelMap(4, 4, [4, 0]) { Levels = 4 });
        float[] image = [.. Enumerable.Repeat(9f, 16)], target = [9, 9, 9, 9], mask = [9, 9, 9, 9];

        images.Paint(0, image);
        Assert.Equal([0, 0.5f, 0.5f, 0, 0.25f, 0.75f, 0, 0, .. new float[8]], image);

        images.Hide([1], image);
        images.PaintTarget([1], target, mask);
        Assert.Equal([0, 0, 0, 0, 0.25f, 0.75f, 0, 0, .. new float[8]], image);
        Assert.Equal([0.5f, 0, 0, 0], target);
        Assert.Equal([1, 0, 0, 0], mask);
    }
}
