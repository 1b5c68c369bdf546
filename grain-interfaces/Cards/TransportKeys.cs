using System.Collections.Immutable;
using System.Diagnostics;

namespace PayGate.Cards;

/// <summary>The keys under which cards cross grain calls, by version; new cards are sealed under the current one. Held by the API and the silo.</summary>
[DebuggerDisplay("TransportKeys(***)")]
public sealed class TransportKeys
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly ImmutableSortedDictionary<int, byte[]> _keys;

    /// <param name="keys">Keys of 32 bytes by version, 1 and up; the highest is the current one.</param>
    public TransportKeys(IReadOnlyDictionary<int, byte[]> keys)
    {
        if (keys.Count == 0 || keys.Any(pair => pair.Key < 1 || pair.Value.Length != AeadBox.KeyLength))
        {
            throw new ArgumentException("Transport keys have versions from 1 and 32 bytes each.", nameof(keys));
        }

        _keys = keys.ToImmutableSortedDictionary();
        CurrentVersion = _keys.Keys.Last();
    }

    public int CurrentVersion { get; }

    public IEnumerable<int> Versions => _keys.Keys;

    /// <summary>The key of a version, or null if it is unknown here.</summary>
    public byte[]? Find(int version) => _keys.GetValueOrDefault(version);

    public override string ToString() => "TransportKeys(***)";
}
