namespace Orleans.Runtime;

/// <summary>A grain's stored state, read before the grain is activated. Used only by the grain itself.</summary>
public interface IPersistentState<TState>
{
    TState State { get; set; }

    string? Etag { get; }

    bool RecordExists { get; }

    Task ReadStateAsync();

    Task WriteStateAsync();

    Task ClearStateAsync();
}

/// <summary>On a grain's constructor parameter of type <see cref="IPersistentState{TState}"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    public string StateName { get; } = stateName;

    /// <summary>The key of an <see cref="Storage.IGrainStorage"/> service; null for the default one.</summary>
    public string? StorageName { get; } = storageName;
}
