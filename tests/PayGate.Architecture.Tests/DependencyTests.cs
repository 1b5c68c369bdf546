using System.Reflection;

namespace PayGate.Architecture.Tests;

/// <summary>Dependencies point one way: api → grain-interfaces ← grains ← silo; the bank stands alone.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly GrainInterfaces = typeof(Money).Assembly;
    private static readonly Assembly Grains = typeof(Grains.Journal.IJournal).Assembly;
    private static readonly Assembly Silo = typeof(Silo.Hosting.SiloOptions).Assembly;
    private static readonly Assembly Api = typeof(Api.Hosting.ApiOptions).Assembly;
    private static readonly Assembly Bank = typeof(Bank.IBank).Assembly;

    public static TheoryData<string, string[]> Forbidden => new()
    {
        { "PayGate.GrainInterfaces", ["PayGate.Grains", "PayGate.Silo", "PayGate.Api", "PayGate.Bank", "Npgsql", "Microsoft.AspNetCore"] },
        { "PayGate.Grains", ["PayGate.Silo", "PayGate.Api", "PayGate.Bank", "Npgsql", "Microsoft.AspNetCore", "System.Net.Http"] },
        { "PayGate.Api", ["PayGate.Grains", "PayGate.Silo", "PayGate.Bank"] },
        { "PayGate.Bank", ["PayGate.GrainInterfaces", "PayGate.Grains", "PayGate.Silo", "PayGate.Api"] },
        { "PayGate.Silo", ["PayGate.Api"] },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Assembly_KnowsNoneOfThese(string assembly, string[] forbidden)
    {
        var all = new[] { GrainInterfaces, Grains, Silo, Api, Bank }.ToDictionary(known => known.GetName().Name!);

        Assert.Empty(Violations(all[assembly], forbidden));
    }

    [Fact]
    public void Check_OnAForbiddenReference_FindsIt() => Assert.Equal(["Npgsql"], Violations(Silo, ["Npgsql"]));

    private static IEnumerable<string> Violations(Assembly assembly, string[] forbidden) => assembly.GetReferencedAssemblies()
        .Select(reference => reference.Name!)
        .Where(name => forbidden.Any(banned => name == banned || (name.StartsWith(banned + ".", StringComparison.Ordinal) && name != "PayGate.GrainInterfaces")));
}
