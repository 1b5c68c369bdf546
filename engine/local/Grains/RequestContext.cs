namespace Orleans.Runtime;

/// <summary>Values that travel with a call to its callee, and on from there; never back.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    /// <summary>A dictionary is never changed once set, so that it can be handed to a callee as it is.</summary>
    internal static Dictionary<string, object>? Current
    {
        get => Values.Value;
        set => Values.Value = value;
    }

    public static object? Get(string key) => Current?.GetValueOrDefault(key);

    public static void Set(string key, object value) =>
        Current = new Dictionary<string, object>(Current ?? [], StringComparer.Ordinal) { [key] = value };

    public static bool Remove(string key)
    {
        var rest = new Dictionary<string, object>(Current ?? [], StringComparer.Ordinal);
        var found = rest.Remove(key);
        Current = rest.Count == 0 ? null : rest;
        return found;
    }

    public static void Clear() => Current = null;
}
