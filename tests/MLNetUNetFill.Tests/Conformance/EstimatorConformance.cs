using System.Reflection;

namespace MLNetUNetFill.Tests.Conformance;

/// <summary>
/// What ML.NET expects of every estimator, its transformer, views, cursors and row mapper: more than its own <c>TestEstimatorCore</c>
/// asks, by public members only. A property is a public static void method of one of the classes listed here; it throws where it does not
/// hold.
/// </summary>
internal static class EstimatorConformance
{
    private static readonly Type[] s_groups =
    [
        typeof(SchemaProperties), typeof(LazinessProperties), typeof(CursorProperties), typeof(CursorStateProperties),
            typeof(CursorSetProperties),
        typeof(ConcurrencyProperties), typeof(ValueProperties), typeof(RejectionProperties), typeof(LifetimeProperties),
        typeof(MapperProperties),
        typeof(CancellationProperties), typeof(FailureProperties), typeof(CompositionProperties), typeof(SavingProperties),
    ];

    private static readonly Dictionary<string, Action<ConformanceSubject>> s_properties = s_groups
        .SelectMany(group => group.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.ReturnType == typeof(void))
        .ToDictionary(method => method.Name, method => method.CreateDelegate<Action<ConformanceSubject>>());

    /// <summary>The names of all properties.</summary>
    public static IReadOnlyCollection<string> Properties => s_properties.Keys;

    /// <summary>Checks one property.</summary>
    public static void Check(ConformanceSubject subject, string property) => s_properties[property](subject);

    /// <summary>The properties that do not hold, each with the reason.</summary>
    public static IReadOnlyDictionary<string, Exception> Violations(ConformanceSubject subject) => s_properties
        .Select(property => (property.Key, Error: Record.Exception(() => property.Value(subject))))
        .Where(result => result.Error is not null).ToDictionary(result => result.Key, result => result.Error!);
}
