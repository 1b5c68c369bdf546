using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>A grain interface: its methods, and the constructor of its proxy.</summary>
internal sealed class GrainInterface
{
    private static readonly ConcurrentDictionary<Type, GrainInterface> Known = new();

    private readonly Lazy<Func<GrainClass, GrainInterface, GrainId, GrainReference>> _constructor;

    private GrainInterface(Type type)
    {
        Type = type;
        Methods = [.. type.GetInterfaces().Prepend(type).SelectMany(part => part.GetMethods()).Where(method => method.IsAbstract).Select(MethodDescriptor.For)];
        _constructor = new(() => type == typeof(IAddressable) ? static (c, i, id) => new PlainReference(c, i, id) : ProxyFactory.Build(this));
    }

    public Type Type { get; }

    public MethodDescriptor[] Methods { get; }

    public static GrainInterface Of(Type type) =>
        type.IsInterface && typeof(IAddressable).IsAssignableFrom(type)
            ? Known.GetOrAdd(type, static key => new GrainInterface(key))
            : throw new ArgumentException($"{type} is not a grain interface.", nameof(type));

    public GrainReference Reference(GrainClass grainClass, GrainId id) => _constructor.Value(grainClass, this, id);
}
