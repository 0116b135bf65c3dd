namespace Microsoft.Data.Analysis;

/// <summary>The type of a column from its first fields: truth values, else numbers, else dates, else text.</summary>
internal static class TypeGuess
{
    /// <summary>From the most to the least general; a column takes the most general type of its fields.</summary>
    private static readonly Type[] Types = [typeof(string), typeof(float), typeof(bool), typeof(DateTime)];

    public static Type Of(IEnumerable<string> fields) => fields
        .Where(field => !string.IsNullOrEmpty(field) && !string.Equals(field, "null", StringComparison.OrdinalIgnoreCase))
        .Select(OfField)
        .DefaultIfEmpty(typeof(string))
        .MinBy(type => Array.IndexOf(Types, type));

    private static Type OfField(string field) =>
        bool.TryParse(field, out _) ? typeof(bool)
        : float.TryParse(field, out _) ? typeof(float)
        : DateTime.TryParse(field, out _) ? typeof(DateTime)
        : typeof(string);
}
