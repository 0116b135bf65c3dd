namespace Microsoft.ML.Data;

/// <summary>The exceptions for a column that is missing or of the wrong type, worded as ML.NET words them.</summary>
internal static class SchemaErrors
{
    /// <param name="parameter">The parameter that holds the schema.</param>
    /// <param name="role">What the column is for: <c>input</c>, <c>feature</c>, <c>label</c>, <c>weight</c>.</param>
    /// <param name="column">The name of the column.</param>
    internal static ArgumentOutOfRangeException Missing(string parameter, string role, string column) =>
        new(parameter, $"Could not find {role} column '{column}'");

    /// <inheritdoc cref="Missing"/>
    internal static ArgumentOutOfRangeException Mismatch(string parameter, string role, string column, string expected, string actual) =>
        new(parameter, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");
}
