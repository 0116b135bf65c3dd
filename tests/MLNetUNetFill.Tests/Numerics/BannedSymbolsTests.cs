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
        var members = PublicCallers(method => method.Name is "THSTensor_new" or "THSTensor_frombuffer", method =>
            method.ReturnType.FullName == "TorchSharp.torch/Tensor" && method.Parameters is [var first, ..] && IsMemory(first.ParameterType));

        // One that everybody knows, and one that does its work unseen.
        Assert.Contains(members, member => member.StartsWith("M:TorchSharp.torch.tensor(System.Single[],", StringComparison.Ordinal));
        Assert.Contains("M:TorchSharp.torch.Tensor.op_Implicit(System.Single[])~TorchSharp.torch.Tensor", members);
        AssertBanned(members);

        static bool IsMemory(TypeReference type) => type.IsArray || type.IsGenericInstance || type.FullName == "System.Array";
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
    private static HashSet<string> MembersThatMakeScalars() => PublicCallers(
        method => method.DeclaringType.FullName == "TorchSharp.Scalar" && method.Name == "op_Implicit", _ => true);

    /// <summary>The documentation ids of the public methods of TorchSharp that are listed and are, or end in, one of the roots.</summary>
    private static HashSet<string> PublicCallers(Func<MethodDefinition, bool> isRoot, Func<MethodDefinition, bool> isListed)
    {
        using var module = ModuleDefinition.ReadModule(typeof(torch).Assembly.Location);
        MethodDefinition[] methods = [.. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)];
        var calledBy = methods.ToDictionary(method => method, method => method.Body.Instructions
            .Where(instruction => instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn)
            .Select(instruction => (MethodReference)instruction.Operand)
            .Where(called => called.DeclaringType.Scope == module)
            .Select(called => called.Resolve()).OfType<MethodDefinition>().ToHashSet());
        var found = methods.Where(method => isRoot(method) || calledBy[method].Any(isRoot)).ToHashSet();
        var before = 0;
        while (before < found.Count)
        {
            before = found.Count;
            found.UnionWith(methods.Where(method => calledBy[method].Any(found.Contains)));
        }
        return [.. found.Where(method => method.IsPublic && isListed(method)).Select(DocCommentId.GetDocCommentId)];
    }
}
