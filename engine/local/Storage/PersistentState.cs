using System.Reflection;
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
    /// <summary>Makes the state that a grain's constructor parameter asks for.</summary>
    public static object Create(ParameterInfo parameter, Activation activation)
    {
        var facet = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        var provider = facet.StorageName ?? "Default";
        var storage = activation.ActivationServices.GetKeyedService<IGrainStorage>(provider)
            ?? throw new OrleansConfigurationException($"No storage provider named \"{provider}\" for grain type {activation.Class.Type}.");
        var type = typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GetGenericArguments());
        var state = Activator.CreateInstance(type, facet.StateName, activation, storage)!;
        activation.AddState((IStateLoader)state);
        return state;
    }
}

internal sealed class PersistentState<T>(string name, Activation activation, IGrainStorage storage) : IPersistentState<T>, IStateLoader
{
    private readonly GrainState<T> _state = new() { State = Activator.CreateInstance<T>() };
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
    private Task Run(string operation, Func<Task> action) =>
        RuntimeContext.Current == activation
            ? _last = RunAfter(_last, operation, action)
            : throw new InvalidOperationException("A grain's state is used only by the grain itself, on its own scheduler.");

    private async Task RunAfter(Task previous, string operation, Func<Task> action)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await action();
        }
        catch (Exception exception) when (exception is not OrleansException)
        {
            throw new OrleansException($"{storage.GetType().Name} could not {operation} {name} of grain {activation.GrainId}.", exception);
        }
    }
}
