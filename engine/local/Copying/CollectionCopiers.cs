using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Orleans.Local;

/// <summary>Copiers of the collections that may cross a call.</summary>
internal static class CollectionCopiers
{
    private static readonly Dictionary<Type, string> Known = new()
    {
        [typeof(Nullable<>)] = nameof(CopyNullable),
        [typeof(List<>)] = nameof(CopyList),
        [typeof(HashSet<>)] = nameof(CopyHashSet),
        [typeof(Dictionary<,>)] = nameof(CopyDictionary),
        [typeof(ImmutableArray<>)] = nameof(CopyImmutableArray),
        [typeof(ImmutableList<>)] = nameof(CopyImmutableList),
        [typeof(ImmutableDictionary<,>)] = nameof(CopyImmutableDictionary),
    };

    public static bool IsKnown(Type type) => type.IsGenericType && Known.ContainsKey(type.GetGenericTypeDefinition());

    /// <summary>Immutable collections of shared elements.</summary>
    public static bool IsSharedCollection(Type type) =>
        IsKnown(type) && type.Namespace == "System.Collections.Immutable" && type.GetGenericArguments().All(Copiers.IsShared);

    public static bool TryBuild(Type type, [NotNullWhen(true)] out Delegate? copier)
    {
        copier = null;
        if (type.IsSZArray)
        {
            copier = Bind(nameof(CopyArray), [type.GetElementType()!], type);
        }
        else if (IsKnown(type))
        {
            copier = Bind(Known[type.GetGenericTypeDefinition()], type.GetGenericArguments(), type);
        }

        return copier is not null;
    }

    private static Delegate Bind(string name, Type[] arguments, Type type) =>
        typeof(CollectionCopiers).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(arguments)
            .CreateDelegate(typeof(Func<,>).MakeGenericType(type, type));

    private static T? CopyNullable<T>(T? value)
        where T : struct => value is { } present ? Copier<T>.Copy(present) : null;

    private static T[] CopyArray<T>(T[] source)
    {
        var copy = source.AsSpan().ToArray();
        if (!Copiers.IsShared(typeof(T)))
        {
            CopyEach(copy);
        }

        return copy;
    }

    private static void CopyEach<T>(Span<T> values)
    {
        foreach (ref var value in values)
        {
            value = Copier<T>.Copy(value);
        }
    }

    private static List<T> CopyList<T>(List<T> source)
    {
        var copy = new List<T>(source);
        if (!Copiers.IsShared(typeof(T)))
        {
            CopyEach(CollectionsMarshal.AsSpan(copy));
        }

        return copy;
    }

    private static HashSet<T> CopyHashSet<T>(HashSet<T> source) => new(source.Select(Copier<T>.Copy), source.Comparer);

    private static Dictionary<TKey, TValue> CopyDictionary<TKey, TValue>(Dictionary<TKey, TValue> source)
        where TKey : notnull
    {
        var copy = new Dictionary<TKey, TValue>(source.Count, source.Comparer);
        foreach (var (key, value) in source)
        {
            copy.Add(Copier<TKey>.Copy(key), Copier<TValue>.Copy(value));
        }

        return copy;
    }

    private static ImmutableArray<T> CopyImmutableArray<T>(ImmutableArray<T> source) =>
        source.IsDefault ? source : ImmutableArray.CreateRange(source, Copier<T>.Copy);

    private static ImmutableList<T> CopyImmutableList<T>(ImmutableList<T> source) => [.. source.Select(Copier<T>.Copy)];

    private static ImmutableDictionary<TKey, TValue> CopyImmutableDictionary<TKey, TValue>(ImmutableDictionary<TKey, TValue> source)
        where TKey : notnull =>
        ImmutableDictionary.CreateRange(source.KeyComparer, source.ValueComparer, source.Select(CopyPair));

    private static KeyValuePair<TKey, TValue> CopyPair<TKey, TValue>(KeyValuePair<TKey, TValue> pair) =>
        KeyValuePair.Create(Copier<TKey>.Copy(pair.Key), Copier<TValue>.Copy(pair.Value));
}
