using System.Numerics.Tensors;

namespace MLNetUNetFill.Imaging;

/// <summary>
/// Sorts items onto a grid so that neighbours have similar profiles: linear assignment sorting (Barthel, Hezel, Jung and Schall, Improved
/// Evaluation and Generation of Grid Layouts using Distance Preservation Quality and Linear Assignment Sorting, 2022). The map of profiles
/// is smoothed by a box filter, the items are assigned anew to the smoothed map, and the box shrinks. Instead of all items at once, groups
/// within random windows of the grid are assigned exactly: this is much faster.
/// </summary>
internal sealed class GridSorter
{
    private const int GroupSize = 32;
    private const int PassesPerRadius = 3;
    private const double RadiusDecay = 0.93;

    private readonly int _side;
    private readonly int _length;
    private readonly float[] _profiles;
    private readonly int[] _itemOfPixel;
    private readonly float[] _map;
    private readonly float[] _scratch;
    private readonly LinearAssignment _assignment = new(GroupSize);
    private readonly float[] _costs = new float[GroupSize * GroupSize];
    private SplitMix64 _random;

    private GridSorter(int side, float[] profiles, int[] itemOfPixel, int seed)
    {
        (_side, _profiles, _itemOfPixel, _random) = (side, profiles, itemOfPixel, new SplitMix64(seed));
        _length = profiles.Length / itemOfPixel.Count(item => item >= 0);
        // One number more than a profile: how many items the smoothed pixel was averaged over.
        _map = new float[side * side * (_length + 1)];
        _scratch = new float[_map.Length];
    }

    /// <summary>Improves a placement.</summary>
    /// <param name="side">Rows and columns of the grid.</param>
    /// <param name="profiles">Row-major, items x components, each row of length 1.</param>
    /// <param name="pixelOfItem">The start, and after the call the result: a distinct pixel for each item. The set of pixels in use
    /// stays.</param>
    /// <param name="seed">Seed of the windows and groups.</param>
    /// <param name="cancellation">Ends it between two windows.</param>
    public static void Sort(int side, float[] profiles, int[] pixelOfItem, int seed, CancellationToken cancellation)
    {
        int[] itemOfPixel = [.. Enumerable.Repeat(-1, side * side)];
        for (var item = 0; item < pixelOfItem.Length; item++) itemOfPixel[pixelOfItem[item]] = item;
        new GridSorter(side, profiles, itemOfPixel, seed).Run(cancellation);
        for (var pixel = 0; pixel < itemOfPixel.Length; pixel++)
            if (itemOfPixel[pixel] >= 0) pixelOfItem[itemOfPixel[pixel]] = pixel;
    }

    private void Run(CancellationToken cancellation)
    {
        for (var radius = _side / 2.0; radius >= 1; radius *= RadiusDecay)
            for (var pass = 0; pass < PassesPerRadius; pass++)
            {
                Smooth((int)radius);
                AssignWindows(Math.Min(_side, Math.Max(8, 2 * (int)radius + 1)), cancellation);
            }
    }

    /// <summary>Sums profiles and item counts over square boxes. The scale of a sum does not matter to the comparison with unit-length
    /// profiles within a row of costs, but does between rows, so the sums are divided by the counts.</summary>
    private void Smooth(int radius)
    {
        var width = _length + 1;
        Array.Clear(_map);
        for (var pixel = 0; pixel < _itemOfPixel.Length; pixel++)
        {
            if (_itemOfPixel[pixel] < 0) continue;
            _profiles.AsSpan(_itemOfPixel[pixel] * _length, _length).CopyTo(_map.AsSpan(pixel * width));
            _map[pixel * width + _length] = 1;
        }
        for (var line = 0; line < _side; line++) SumLine(_map, _scratch, line * _side, 1, radius);
        for (var line = 0; line < _side; line++) SumLine(_scratch, _map, line, _side, radius);
        for (var pixel = 0; pixel < _itemOfPixel.Length; pixel++)
        {
            var smoothed = _map.AsSpan(pixel * width, _length);
            if (_itemOfPixel[pixel] >= 0) TensorPrimitives.Divide(smoothed, _map[pixel * width + _length], smoothed);
        }
    }

    private void SumLine(float[] source, float[] target, int first, int step, int radius)
    {
        var width = _length + 1;
        Span<float> sum = stackalloc float[width];
        sum.Clear();
        for (var i = -radius; i < _side; i++)
        {
            if (i + radius < _side) TensorPrimitives.Add(sum, source.AsSpan((first + (i + radius) * step) * width, width), sum);
            if (i < 0) continue;
            if (i - radius > 0) TensorPrimitives.Subtract(sum, source.AsSpan((first + (i - radius - 1) * step) * width, width), sum);
            sum.CopyTo(target.AsSpan((first + i * step) * width));
        }
    }

    /// <summary>Cuts the grid into windows at a random offset and assigns the items of each anew, in random groups.</summary>
    private void AssignWindows(int window, CancellationToken cancellation)
    {
        int top = _random.Next(window) - window + 1, left = _random.Next(window) - window + 1;
        var pixels = new List<int>(window * window);
        for (var y = top; y < _side; y += window)
            for (var x = left; x < _side; x += window)
            {
                cancellation.ThrowIfCancellationRequested();
                pixels.Clear();
                for (var row = Math.Max(0, y); row < Math.Min(_side, y + window); row++)
                    for (var column = Math.Max(0, x); column < Math.Min(_side, x + window); column++)
                        if (_itemOfPixel[row * _side + column] >= 0) pixels.Add(row * _side + column);
                var shuffled = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pixels);
                _random.Shuffle(shuffled);
                for (; shuffled.Length > 1; shuffled = shuffled[Math.Min(GroupSize, shuffled.Length)..])
                    Assign(shuffled[..Math.Min(GroupSize, shuffled.Length)]);
            }
    }

    private void Assign(ReadOnlySpan<int> pixels)
    {
        Span<int> items = stackalloc int[pixels.Length], itemAt = stackalloc int[pixels.Length];
        for (var i = 0; i < pixels.Length; i++)
        {
            items[i] = _itemOfPixel[pixels[i]];
            var profile = _profiles.AsSpan(items[i] * _length, _length);
            for (var j = 0; j < pixels.Length; j++)
                _costs[i * pixels.Length + j] = -TensorPrimitives.Dot<float>(profile, _map.AsSpan(pixels[j] * (_length + 1), _length));
        }
        _assignment.Solve(_costs, pixels.Length, itemAt);
        for (var j = 0; j < pixels.Length; j++) _itemOfPixel[pixels[j]] = items[itemAt[j]];
    }
}
