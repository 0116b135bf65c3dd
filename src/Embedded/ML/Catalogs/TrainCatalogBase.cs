namespace Microsoft.ML;

public abstract class TrainCatalogBase
{
    private protected TrainCatalogBase(MLContext environment) => Environment = environment;

    internal MLContext Environment { get; }

    public abstract class CatalogInstantiatorBase
    {
        private protected CatalogInstantiatorBase(TrainCatalogBase owner) => Owner = owner;

        internal TrainCatalogBase Owner { get; }
    }
}
