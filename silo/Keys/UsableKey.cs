using System.Diagnostics;
using System.Security.Cryptography;

namespace PayGate.Silo.Keys;

/// <summary>
/// A caller's own copy of an unwrapped key, zeroed when disposed. A copy, because the ring may drop and zero its own at any moment.
/// </summary>
[DebuggerDisplay("UsableKey(***)")]
public sealed class UsableKey(int version, ReadOnlySpan<byte> key) : IDisposable
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _key = key.ToArray();

    public int Version { get; } = version;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ReadOnlySpan<byte> Bytes => _key;

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    public override string ToString() => "UsableKey(***)";
}
