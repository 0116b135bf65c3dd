namespace MLNetUNetFill.Tests.Packaging;

/// <summary>A fact about a program with package references; skipped where its native packages would have to be downloaded.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConsumerFactAttribute : FactAttribute
{
    public ConsumerFactAttribute()
    {
        if (PackageCache.Missing is { } package) Skip = $"needs the package {package} in {PackageCache.Folder}";
    }
}
