namespace PayGate.Api.Http;

/// <summary>
/// What an update says about one member: nothing, "unset it" (empty string or JSON null), or a new value. The default says nothing.
/// </summary>
public readonly record struct Patch<T>
    where T : class
{
    internal Patch(T? value)
    {
        IsPresent = true;
        Value = value;
    }

    public bool IsPresent { get; }

    public bool IsUnset => IsPresent && Value is null;

    public T? Value { get; }

    /// <summary>The member after the update.</summary>
    public T? ApplyTo(T? current) => IsPresent ? Value : current;

    public override string ToString() => IsPresent ? IsUnset ? "Patch(unset)" : "Patch(***)" : "Patch(absent)";
}

/// <summary>
/// What a request says about metadata. <see cref="Clear"/> comes first, then the changes: a null value deletes its key.
/// At most 50 keys of 40 characters with values of 500; the limit of 50 on the merged whole is for the one who merges.
/// </summary>
public sealed record MetadataPatch(bool Clear, IReadOnlyDictionary<string, string?> Changes)
{
    /// <summary>The metadata after this patch, in ordinal order of keys.</summary>
    public SortedDictionary<string, string> ApplyTo(IReadOnlyDictionary<string, string>? current)
    {
        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (current is not null && !Clear)
        {
            foreach (var (key, value) in current)
            {
                merged[key] = value;
            }
        }

        foreach (var (key, value) in Changes)
        {
            if (value is null)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = value;
            }
        }

        return merged;
    }
}
