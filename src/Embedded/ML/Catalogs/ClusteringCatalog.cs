namespace Microsoft.ML;

public sealed partial class ClusteringCatalog : TrainCatalogBase
{
    internal ClusteringCatalog(MLContext environment)
        : base(environment) => Trainers = new(this);

    public ClusteringTrainers Trainers { get; }

    public sealed class ClusteringTrainers : CatalogInstantiatorBase
    {
        internal ClusteringTrainers(ClusteringCatalog owner)
            : base(owner)
        {
        }
    }
}
