using System.Reflection;

namespace PayGate.Architecture.Tests;

/// <summary>What crosses a grain call carries names and numbers of its own, so that renaming a class breaks no stored or travelling message.</summary>
public sealed class ContractTests
{
    /// <summary>Without what Orleans' code generator adds to the assembly.</summary>
    private static readonly Type[] Types =
        [.. typeof(Money).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) != true)];

    [Fact]
    public void GrainInterfaces_AndTheirMethods_CarryAliases() => Assert.Empty(Types
        .Where(type => type.IsInterface && typeof(Orleans.IGrain).IsAssignableFrom(type))
        .SelectMany(type => type.GetMethods().Cast<MemberInfo>().Append(type))
        .Where(member => member.GetCustomAttribute<Orleans.AliasAttribute>() is null)
        .Select(member => $"{member.DeclaringType?.Name}.{member.Name}"));

    [Fact]
    public void SerializedTypes_CarryAliases() => Assert.Empty(Types.Where(IsSerialized).Where(type => type.GetCustomAttribute<Orleans.AliasAttribute>() is null)
        .Select(type => type.Name));

    [Fact]
    public void Aliases_AreUnique()
    {
        var aliases = Types.Select(type => type.GetCustomAttribute<Orleans.AliasAttribute>()?.Alias).OfType<string>().ToList();

        Assert.Equal(aliases.Distinct().Order(), aliases.Order());
    }

    [Fact]
    public void SerializedMembers_CarryIds_EachOnce()
    {
        foreach (var type in Types.Where(IsSerialized))
        {
            var stored = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                .Where(property => property.CanWrite && property.DeclaringType == type).ToList();
            var ids = stored.Select(property => property.GetCustomAttribute<Orleans.IdAttribute>()?.Id).ToList();
            Assert.True(ids.All(id => id is not null), $"{type.Name} has a member without [Id].");
            Assert.True(ids.Distinct().Count() == ids.Count, $"{type.Name} uses an [Id] twice.");
        }
    }

    private static bool IsSerialized(Type type) => type.GetCustomAttribute<Orleans.GenerateSerializerAttribute>() is not null;
}
