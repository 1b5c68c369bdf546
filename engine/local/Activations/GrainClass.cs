using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>A grain class and its activations.</summary>
internal sealed class GrainClass
{
    private readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WorkerPool> _pools = new(StringComparer.Ordinal);
    private readonly Func<Activation, object> _constructor;
    private readonly int _workersMax;

    public GrainClass(Silo silo, Type type)
    {
        Silo = silo;
        Type = type;
        GrainType = GrainType.Create(NameOf(type));
        _constructor = GrainConstructor.For(type);
        _workersMax = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        HasActivationHook = Overrides(nameof(Grain.OnActivateAsync));
        HasDeactivationHook = Overrides(nameof(Grain.OnDeactivateAsync));
        CollectionAge = silo.Collection.ClassSpecificCollectionAge.GetValueOrDefault(type.FullName!, silo.Collection.CollectionAge);
    }

    public Silo Silo { get; }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public bool HasActivationHook { get; }

    public bool HasDeactivationHook { get; }

    public TimeSpan CollectionAge { get; }

    public IEnumerable<Activation> Activations => _activations.Values.Concat(_pools.Values.SelectMany(pool => pool.Members));

    public Activation? Find(string key) => _activations.GetValueOrDefault(key);

    public object CreateInstance(Activation activation) => _constructor(activation);

    /// <summary>Gives the turn to the key's activation, made now if there is none.</summary>
    public void Dispatch(in GrainId id, Turn turn, Dictionary<string, object>? requestContext)
    {
        var key = id.Key.ToString();
        if (_workersMax > 0)
        {
            while (!_pools.GetOrAdd(key, static (_, self) => new WorkerPool(self._workersMax), this).TryDispatch(this, id, turn, requestContext))
            {
            }

            return;
        }

        while (true)
        {
            if (!_activations.TryGetValue(key, out var activation))
            {
                var created = new Activation(this, id);
                activation = _activations.GetOrAdd(key, created);
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

            _activations.TryRemove(KeyValuePair.Create(key, activation));
        }
    }

    public void Remove(Activation activation)
    {
        var key = activation.GrainId.Key.ToString();
        if (_workersMax == 0)
        {
            _activations.TryRemove(KeyValuePair.Create(key, activation));
        }
        else if (_pools.TryGetValue(key, out var pool) && pool.Remove(activation))
        {
            _pools.TryRemove(KeyValuePair.Create(key, pool));
        }
    }

    private static string NameOf(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.EndsWith("grain", StringComparison.Ordinal) && name.Length > "grain".Length ? name[..^"grain".Length] : name;
    }

    private bool Overrides(string hook) =>
        !typeof(Grain).IsAssignableFrom(Type) || Type.GetMethod(hook)!.DeclaringType != typeof(Grain);
}
