using System.Collections.Immutable;

namespace PayGate;

/// <summary>
/// What an update says about metadata. <see cref="Clear"/> comes first, then the changes: a null value deletes its key. One request has at most 50 keys of 40
/// characters with values of 500.
/// </summary>
[GenerateSerializer, Alias("paygate.metadata-patch"), Immutable]
public sealed record MetadataPatch
{
    /// <summary>Stripe's limit for one object.</summary>
    public const int KeysMax = 50;

    private static readonly ImmutableSortedDictionary<string, string> Empty = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    [Id(0)]
    public bool Clear { get; init; }

    [Id(1)]
    public ImmutableSortedDictionary<string, string?> Changes { get; init; } = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal);

    /// <summary>Sets all of these.</summary>
    public static MetadataPatch Of(ImmutableSortedDictionary<string, string> metadata) =>
        new() { Changes = metadata.ToImmutableSortedDictionary(pair => pair.Key, string? (pair) => pair.Value, StringComparer.Ordinal) };

    /// <summary>
    /// The metadata after this patch, ordered by code point so that equal metadata gives equal bytes. Refuses parameter_too_long beyond <see cref="KeysMax"/>.
    /// </summary>
    public Outcome<ImmutableSortedDictionary<string, string>> ApplyTo(ImmutableSortedDictionary<string, string>? current)
    {
        var merged = (Clear || current is null ? Empty : current).ToBuilder();
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

        return merged.Count <= KeysMax
            ? merged.ToImmutable()
            : new Refusal("parameter_too_long", $"Metadata has at most {KeysMax} keys, these changes included.", "metadata");
    }
}
