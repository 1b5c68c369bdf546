#pragma warning disable
namespace Orleans;

public interface IAddressable;

public interface IGrain : IAddressable;

public interface IGrainWithStringKey : IGrain;

public abstract class Grain
{
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected void DeactivateOnIdle() { }
    protected internal IGrainFactory GrainFactory => null!;
}
public interface IGrainFactory { T GetGrain<T>(string key) where T : IGrainWithStringKey; }
public static class Ext { public static string GetPrimaryKeyString(this Grain g) => ""; }

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method)]
public sealed class IdAttribute(uint id) : Attribute
{
    public uint Id { get; } = id;
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class AliasAttribute(string alias) : Attribute
{
    public string Alias { get; } = alias;
}

[AttributeUsage(AttributeTargets.All)]
public sealed class ImmutableAttribute : Attribute;
