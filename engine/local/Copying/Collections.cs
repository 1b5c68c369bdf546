using System.Collections.Immutable;
using System.Reflection;

namespace Orleans.Local;

/// <summary>Copiers of the collections that may cross a call.</summary>
internal static class Collections
{
    private static readonly Dictionary<Type, string> Known = new()
    {
        [typeof(List<>)] = nameof(CopyList),
        [typeof(HashSet<>)] = nameof(CopyHashSet),
        [typeof(Dictionary<,>)] = nameof(CopyDictionary),
        [typeof(ImmutableArray<>)] = nameof(CopyImmutableArray),
        [typeof(ImmutableList<>)] = nameof(CopyImmutableList),
        [typeof(ImmutableDictionary<,>)] = nameof(CopyImmutableDictionary),
    };

    public static bool IsKnown(Type type) => type.IsGenericType && Known.ContainsKey(type.GetGenericTypeDefinition());

    public static bool IsImmutable(Type type) => IsKnown(type) && type.Namespace == "System.Collections.Immutable";

    public static Func<object, object>? TryBuild(Type type) =>
        type.IsSZArray ? Bind(nameof(CopyArray), [type.GetElementType()!])
        : IsKnown(type) ? Bind(Known[type.GetGenericTypeDefinition()], type.GetGenericArguments())
        : null;

    private static Func<object, object> Bind(string name, Type[] arguments) =>
        typeof(Collections).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(arguments)
            .CreateDelegate<Func<object, object>>();

    private static object CopyArray<T>(object source) =>
        SharedTypes.Contains(typeof(T)) ? ((T[])source).Clone() : Array.ConvertAll((T[])source, Copier.CopyAs);

    private static object CopyList<T>(object source) =>
        SharedTypes.Contains(typeof(T)) ? new List<T>((List<T>)source) : ((List<T>)source).ConvertAll(Copier.CopyAs);

    private static object CopyHashSet<T>(object source)
    {
        var set = (HashSet<T>)source;
        return new HashSet<T>(set.Select(Copier.CopyAs), set.Comparer);
    }

    private static object CopyDictionary<TKey, TValue>(object source)
        where TKey : notnull
    {
        var dictionary = (Dictionary<TKey, TValue>)source;
        return new Dictionary<TKey, TValue>(dictionary.Select(CopyPair), dictionary.Comparer);
    }

    private static object CopyImmutableArray<T>(object source)
    {
        var array = (ImmutableArray<T>)source;
        return array.IsDefault ? array : ImmutableArray.CreateRange(array, Copier.CopyAs);
    }

    private static object CopyImmutableList<T>(object source) => ((ImmutableList<T>)source).ConvertAll(Copier.CopyAs);

    private static object CopyImmutableDictionary<TKey, TValue>(object source)
        where TKey : notnull
    {
        var dictionary = (ImmutableDictionary<TKey, TValue>)source;
        return ImmutableDictionary.CreateRange(dictionary.KeyComparer, dictionary.ValueComparer, dictionary.Select(CopyPair));
    }

    private static KeyValuePair<TKey, TValue> CopyPair<TKey, TValue>(KeyValuePair<TKey, TValue> pair) =>
        KeyValuePair.Create(Copier.CopyAs(pair.Key), Copier.CopyAs(pair.Value));
}
