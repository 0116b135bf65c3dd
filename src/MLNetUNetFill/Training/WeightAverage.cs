using MLNetUNetFill.Network;

namespace MLNetUNetFill.Training;

/// <summary>The mean of a network's weights over several moments of its training (Izmailov et al., stochastic weight averaging, UAI 2018).</summary>
internal sealed class WeightAverage
{
    private readonly Dictionary<string, (long[] Shape, double[] Sum)> _sums = [];
    private int _count;

    /// <summary>Takes the weights of another moment.</summary>
    public void Add(IReadOnlyDictionary<string, WeightTensor> weights)
    {
        _count++;
        foreach (var (name, weight) in weights)
        {
            if (!_sums.TryGetValue(name, out var entry)) _sums[name] = entry = (weight.Shape, new double[weight.Values.Length]);
            for (var i = 0; i < entry.Sum.Length; i++) entry.Sum[i] += weight.Values[i];
        }
    }

    /// <summary>The mean of the weights taken.</summary>
    public IReadOnlyDictionary<string, WeightTensor> Mean() => _sums.ToDictionary(
        entry => entry.Key, entry => new WeightTensor(entry.Value.Shape, [.. entry.Value.Sum.Select(sum => (float)(sum / _count))]));
}
