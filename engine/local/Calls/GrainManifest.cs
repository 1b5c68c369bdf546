using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>The grain classes of the application: of all its assemblies that reference the engine.</summary>
internal sealed class GrainManifest
{
    private readonly Dictionary<GrainType, GrainClass> _byName = [];
    private readonly ILookup<Type, GrainClass> _byInterface;
    private readonly ConcurrentDictionary<Type, GrainClass> _resolved = new();

    public GrainManifest(Silo silo)
    {
        Classes = [.. ApplicationAssemblies().SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass).Select(type => new GrainClass(silo, type))];
        foreach (var grainClass in Classes)
        {
            if (!_byName.TryAdd(grainClass.GrainType, grainClass))
            {
                throw new OrleansConfigurationException(
                    $"{grainClass.Type} and {_byName[grainClass.GrainType].Type} have the same grain type name '{grainClass.GrainType}'.");
            }
        }

        _byInterface = Classes
            .SelectMany(grainClass => grainClass.Type.GetInterfaces().Select(type => (Interface: type, Class: grainClass)))
            .ToLookup(pair => pair.Interface, pair => pair.Class);
    }

    public IReadOnlyList<GrainClass> Classes { get; }

    public GrainClass ClassOf(GrainType name) =>
        _byName.TryGetValue(name, out var grainClass) ? grainClass : throw new ArgumentException($"No grain class has the grain type '{name}'.", nameof(name));

    public GrainClass ClassFor(Type interfaceType, string? classNamePrefix) =>
        classNamePrefix is null ? _resolved.GetOrAdd(interfaceType, Resolve, "") : Resolve(interfaceType, classNamePrefix);

    private static bool IsGrainClass(Type type) => type is { IsClass: true, IsAbstract: false, IsGenericType: false } && typeof(IGrainBase).IsAssignableFrom(type);

    private static IEnumerable<Assembly> ApplicationAssemblies()
    {
        var engine = typeof(GrainManifest).Assembly.GetName().Name;
        var found = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        var queue = new Queue<Assembly>(AssemblyLoadContext.Default.Assemblies.Where(assembly => !assembly.IsDynamic));
        while (queue.TryDequeue(out var assembly))
        {
            if (!found.TryAdd(assembly.GetName().Name!, assembly))
            {
                continue;
            }

            foreach (var name in assembly.GetReferencedAssemblies())
            {
                if (!found.ContainsKey(name.Name!) && File.Exists(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll")))
                {
                    queue.Enqueue(Assembly.Load(name));
                }
            }
        }

        return found.Values.Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name == engine));
    }

    private GrainClass Resolve(Type interfaceType, string classNamePrefix)
    {
        var classes = _byInterface[interfaceType].Where(grainClass => grainClass.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal)).ToArray();
        return classes.Length switch
        {
            1 => classes[0],
            0 => throw new ArgumentException($"Could not find an implementation for interface {interfaceType}.", nameof(interfaceType)),
            _ => throw new ArgumentException(
                $"{interfaceType} has several implementations ({string.Join(", ", classes.Select(grainClass => grainClass.Type))}); name one by its class name prefix.",
                nameof(interfaceType)),
        };
    }
}
