using FsCheck;
using FsCheck.Fluent;

namespace MLNetUNetFill.Tests.Shared;

/// <summary>Property checks with FsCheck on a fixed replay seed: the same cases in every run.</summary>
internal static class ForAll
{
    private static readonly Config Repeatable = Config.QuickThrowOnFailure.WithReplay(1, 3);

    public static void Seeds(Func<int, bool> property) => Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), property).Check(Repeatable);

    public static void Of<T>(Gen<T> cases, Func<T, bool> property) => Prop.ForAll(cases.ToArbitrary(), property).Check(Repeatable);
}
