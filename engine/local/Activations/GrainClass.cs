using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>A grain class and its activations.</summary>
internal sealed class GrainClass
{
    private readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private readonly ParameterInfo[] _states;
    private readonly ObjectFactory _factory;
    private readonly int? _workersMax;
    private readonly Lock _workerChoice = new();

    public GrainClass(Silo silo, Type type)
    {
        Silo = silo;
        Type = type;
        var name = type.Name.ToLowerInvariant();
        GrainType = GrainType.Create(name.EndsWith("grain", StringComparison.Ordinal) && name != "grain" ? name[..^"grain".Length] : name);
        _states = [.. type.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute)))];
        _factory = ActivatorUtilities.CreateFactory(type, [.. _states.Select(parameter => parameter.ParameterType)]);
        _workersMax = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers;
        HasHooks = _states.Length > 0 || Overrides(nameof(Grain.OnActivateAsync)) || Overrides(nameof(Grain.OnDeactivateAsync));
        CollectionAge = silo.Collection.ClassSpecificCollectionAge.GetValueOrDefault(type.FullName!, silo.Collection.CollectionAge);
    }

    public Silo Silo { get; }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public TimeSpan CollectionAge { get; }

    /// <summary>There is something to wait for when an activation begins or ends.</summary>
    public bool HasHooks { get; }

    public IEnumerable<Activation> Activations => _activations.Values;

    public Activation? Find(string key) => _activations.GetValueOrDefault(key);

    /// <summary>Makes the grain: its stored states, and the rest from the activation's services.</summary>
    public object CreateInstance(Activation activation) =>
        _factory(activation.ActivationServices, [.. _states.Select(parameter => PersistentState.Create(parameter, activation))]);

    /// <summary>Gives the turn to the key's activation, made now if there is none. A stateless worker has several, of which an idle one is best.</summary>
    public void Dispatch(in GrainId id, Turn turn, Dictionary<string, object>? requestContext)
    {
        var key = id.Key.ToString();
        if (_workersMax is not { } workersMax)
        {
            Dispatch(key, id, turn, requestContext);
            return;
        }

        lock (_workerChoice)
        {
            var places = Enumerable.Range(0, workersMax).Select(worker => $"{key}\0{worker}");
            Dispatch(places.MinBy(place => Find(place)?.Load ?? 0)!, id, turn, requestContext);
        }
    }

    public void Remove(Activation activation) => _activations.TryRemove(KeyValuePair.Create(activation.Place, activation));

    private bool Overrides(string hook) => Type.GetMethod(hook)?.DeclaringType != typeof(Grain);

    private void Dispatch(string place, in GrainId id, Turn turn, Dictionary<string, object>? requestContext)
    {
        while (true)
        {
            if (!_activations.TryGetValue(place, out var activation))
            {
                var created = new Activation(this, id, place);
                activation = _activations.GetOrAdd(place, created);
                if (ReferenceEquals(activation, created))
                {
                    created.TryEnqueue(turn);
                    created.Activate(requestContext);
                    return;
                }
            }

            if (activation.TryEnqueue(turn))
            {
                return;
            }

            Remove(activation);
        }
    }
}
