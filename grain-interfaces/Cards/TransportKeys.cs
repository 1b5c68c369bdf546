using System.Collections.Immutable;
using System.Diagnostics;

namespace PayGate.Cards;

/// <summary>
/// The keys under which cards cross grain calls, by version; new cards are sealed under the current one. Held by the API and the silo, once in a process: when a version comes or
/// goes, all who seal and open there have it at once.
/// </summary>
[DebuggerDisplay("TransportKeys(***)")]
public sealed class TransportKeys
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private volatile Held _held;

    /// <param name="keys">Keys of 32 bytes by version, 1 and up; the highest is the current one.</param>
    public TransportKeys(IReadOnlyDictionary<int, byte[]> keys)
    {
        if (keys.Count == 0 || keys.Any(pair => pair.Key < 1 || pair.Value.Length != AeadBox.KeyLength))
        {
            throw new ArgumentException("Transport keys have versions from 1 and 32 bytes each.", nameof(keys));
        }

        var sorted = keys.ToImmutableSortedDictionary();
        _held = new Held(sorted, sorted.Last());
    }

    public int CurrentVersion => _held.Current.Key;

    /// <summary>All of one moment, in the order of their versions.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal IReadOnlyDictionary<int, byte[]> All => _held.All;

    /// <summary>The key of a version, or null if it is unknown here.</summary>
    public byte[]? Find(int version) => _held.All.GetValueOrDefault(version);

    /// <summary>From now on these are the keys of the other, and no others.</summary>
    public void TakeOver(TransportKeys other) => _held = other._held;

    public override string ToString() => "TransportKeys(***)";

    /// <summary>Version and key of one moment, which a new version cannot part.</summary>
    internal KeyValuePair<int, byte[]> Current() => _held.Current;

    private sealed class Held(ImmutableSortedDictionary<int, byte[]> all, KeyValuePair<int, byte[]> current)
    {
        public ImmutableSortedDictionary<int, byte[]> All { get; } = all;

        public KeyValuePair<int, byte[]> Current { get; } = current;
    }
}
