using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Local;

/// <summary>State that is read before the activation hook.</summary>
internal interface IStateLoader
{
    Task Load(CancellationToken cancellationToken);
}

internal static class PersistentState
{
    public const string DefaultStorage = "Default";

    public static Func<Activation, object> Factory(Type parameter, PersistentStateAttribute facet) =>
        typeof(PersistentState).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(parameter.GetGenericArguments()[0])
            .CreateDelegate<Func<PersistentStateAttribute, Activation, object>>()
            .Bind(facet);

    /// <summary>State that is not stored: the type's own defaults, or all empty if it can only be constructed with arguments.</summary>
    public static T NewState<T>() =>
        typeof(T).IsValueType || typeof(T).GetConstructor([]) is not null
            ? Activator.CreateInstance<T>()
            : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));

    private static Func<Activation, object> Bind(this Func<PersistentStateAttribute, Activation, object> create, PersistentStateAttribute facet) =>
        activation => create(facet, activation);

    private static PersistentState<T> Create<T>(PersistentStateAttribute facet, Activation activation)
    {
        var storage = activation.ActivationServices.GetKeyedService<IGrainStorage>(facet.StorageName ?? DefaultStorage)
            ?? throw new OrleansConfigurationException(
                $"No storage provider named \"{facet.StorageName ?? DefaultStorage}\" found loading grain type {activation.Class.Type}.");
        var state = new PersistentState<T>(facet.StateName, activation, storage);
        activation.AddState(state);
        return state;
    }
}

internal sealed class PersistentState<T>(string name, Activation activation, IGrainStorage storage) : IPersistentState<T>, IStateLoader
{
    private readonly GrainState<T> _state = new(PersistentState.NewState<T>());
    private Task _last = Task.CompletedTask;

    public T State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public Task Load(CancellationToken cancellationToken) => ReadStateAsync().WaitAsync(cancellationToken);

    public Task ReadStateAsync() => Run("read", () => storage.ReadStateAsync(name, activation.GrainId, _state));

    public Task WriteStateAsync() => Run("write", () => storage.WriteStateAsync(name, activation.GrainId, _state));

    public Task ClearStateAsync() => Run("clear", () => storage.ClearStateAsync(name, activation.GrainId, _state));

    /// <summary>One after another, or interleaved requests would race each other for the ETag.</summary>
    private Task Run(string operation, Func<Task> action)
    {
        if (RuntimeContext.Current != activation)
        {
            throw new InvalidOperationException("A grain's state is used only by the grain itself, on its own scheduler.");
        }

        return _last = RunAfter(_last, operation, action);
    }

    private async Task RunAfter(Task previous, string operation, Func<Task> action)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await action();
        }
        catch (Exception exception) when (exception is not OrleansException)
        {
            throw new OrleansException($"Error from storage provider {storage.GetType().Name} during {operation} of {name} for grain {activation.GrainId}.", exception);
        }
    }
}
