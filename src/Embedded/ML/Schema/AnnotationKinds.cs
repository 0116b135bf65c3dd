namespace Microsoft.ML.Data;

/// <summary>The names of the annotations that the transforms of this assembly read and write.</summary>
internal static class AnnotationKinds
{
    internal const string SlotNames = "SlotNames";
    internal const string KeyValues = "KeyValues";
    internal const string IsNormalized = "IsNormalized";
}
