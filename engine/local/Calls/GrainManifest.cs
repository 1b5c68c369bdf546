using System.Reflection;
using System.Runtime.Loader;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>The grain classes of the application: of all its assemblies that reference the engine.</summary>
internal sealed class GrainManifest
{
    private readonly Dictionary<GrainType, GrainClass> _byName = [];

    public GrainManifest(Silo silo)
    {
        foreach (var type in ApplicationAssemblies().SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass))
        {
            var grainClass = new GrainClass(silo, type);
            if (!_byName.TryAdd(grainClass.GrainType, grainClass))
            {
                throw new OrleansConfigurationException($"{type} and another class have the same grain type name '{grainClass.GrainType}'.");
            }
        }
    }

    public IEnumerable<GrainClass> Classes => _byName.Values;

    public GrainClass ClassOf(GrainType name) =>
        _byName.GetValueOrDefault(name) ?? throw new ArgumentException($"No grain class has the grain type '{name}'.", nameof(name));

    /// <summary>The one class that implements the interface and whose full name begins so.</summary>
    public GrainClass ClassFor(Type interfaceType, string classNamePrefix)
    {
        var found = Classes
            .Where(grainClass => interfaceType.IsAssignableFrom(grainClass.Type))
            .Where(grainClass => grainClass.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal))
            .ToList();
        return found.Count == 1
            ? found[0]
            : throw new ArgumentException($"{interfaceType} needs one implementation and has {found.Count}.", nameof(interfaceType));
    }

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericType: false } && typeof(IGrainBase).IsAssignableFrom(type);

    private static IEnumerable<Assembly> ApplicationAssemblies()
    {
        var engine = typeof(GrainManifest).Assembly.GetName().Name;
        var found = new Dictionary<string, Assembly>(StringComparer.Ordinal);
        var queue = new Queue<Assembly>(AssemblyLoadContext.Default.Assemblies.Where(assembly => !assembly.IsDynamic));
        while (queue.TryDequeue(out var assembly))
        {
            if (found.TryAdd(assembly.GetName().Name!, assembly))
            {
                assembly.GetReferencedAssemblies()
                    .Where(name => !found.ContainsKey(name.Name!) && File.Exists(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll")))
                    .ToList()
                    .ForEach(name => queue.Enqueue(Assembly.Load(name)));
            }
        }

        return found.Values.Where(assembly => assembly.GetReferencedAssemblies().Any(name => name.Name == engine));
    }
}
