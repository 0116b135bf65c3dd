using MLNetUNetFill.Tests.Shared;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using TorchSharp;

namespace MLNetUNetFill.Tests.Numerics;

/// <summary>src/BannedSymbols.txt forbids whatever makes a scalar that nothing keeps alive, and whatever makes a tensor in memory of the
/// garbage collector: in the version of TorchSharp that is referenced, all of it.</summary>
public sealed class BannedSymbolsTests
{
    [Fact]
    public void Every_member_of_TorchSharp_that_makes_a_scalar_for_the_finalizer_is_banned() => AssertBanned(MembersThatMakeScalars());

    [Fact]
    public void Every_member_of_TorchSharp_that_takes_managed_memory_for_a_tensor_is_banned()
    {
        using var module = ModuleDefinition.ReadModule(typeof(torch).Assembly.Location);
        string[] makers = ["tensor", "as_tensor", "from_array", "frombuffer"];

        string[] members = [.. module.GetType("TorchSharp.torch").Methods.Where(method => method.IsPublic && makers.Contains(method.Name)
            && (method.Parameters[0].ParameterType.IsArray || method.Parameters[0].ParameterType.IsGenericInstance
                || method.Parameters[0].ParameterType.FullName == "System.Array")).Select(DocCommentId.GetDocCommentId)];

        Assert.NotEmpty(members);
        AssertBanned(members);
    }

    [Fact]
    public void The_sum_of_two_tensors_is_one_of_them() =>
        Assert.Contains("M:TorchSharp.torch.Tensor.op_Addition(TorchSharp.torch.Tensor,TorchSharp.torch.Tensor)", MembersThatMakeScalars());

    private static void AssertBanned(IEnumerable<string> members)
    {
        var banned = File.ReadLines(Path.Combine(Repository.Root, "src", "BannedSymbols.txt")).Select(line => line.Split(';')[0])
            .ToHashSet();
        var missing = members.Where(member => !banned.Contains(member)).ToArray();
        Assert.True(missing.Length == 0, "Add to src/BannedSymbols.txt:\n" + string.Join('\n', missing));
    }

    /// <summary>The public methods that convert to a scalar and do not dispose of it, or call such a method.</summary>
    private static HashSet<string> MembersThatMakeScalars()
    {
        using var module = ModuleDefinition.ReadModule(typeof(torch).Assembly.Location);
        MethodDefinition[] methods = [.. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)];
        var calledBy = methods.ToDictionary(method => method, method => method.Body.Instructions
            .Where(instruction => instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn)
            .Select(instruction => (MethodReference)instruction.Operand)
            .Where(called => called.DeclaringType.Scope == module)
            .Select(called => called.Resolve()).OfType<MethodDefinition>().ToHashSet());
        var found = methods.Where(method => IsConversion(method) || calledBy[method].Any(IsConversion)).ToHashSet();
        var before = 0;
        while (before < found.Count)
        {
            before = found.Count;
            found.UnionWith(methods.Where(method => calledBy[method].Any(found.Contains)));
        }
        return [.. found.Where(method => method.IsPublic).Select(DocCommentId.GetDocCommentId)];

        static bool IsConversion(MethodDefinition method) => method.DeclaringType.FullName == "TorchSharp.Scalar"
            && method.Name == "op_Implicit";
    }
}
