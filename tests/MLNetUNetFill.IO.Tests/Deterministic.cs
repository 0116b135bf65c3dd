using FsCheck;
using Microsoft.FSharp.Core;

namespace MLNetUNetFill.IO.Tests;

/// <summary>Checks properties on the same cases every time.</summary>
internal static class Deterministic
{
    public static void Check(Property property, int cases = 100) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(cases)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(1, 3), FSharpOption<int>.None))), property);
}
