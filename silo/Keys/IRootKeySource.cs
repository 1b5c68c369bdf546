namespace PayGate.Silo.Keys;

/// <summary>A place that keeps the root key, or the means to open it, outside the database.</summary>
public interface IRootKeySource : IDisposable
{
    /// <summary>Kind and place, for people; no secrets.</summary>
    string Description { get; }

    /// <summary>A key for a database that never saw one: what lies there already, or a new one where this source may make it.</summary>
    /// <exception cref="RootKeyException">There is none and none may be made, or it cannot be used.</exception>
    /// <exception cref="RootKeyUnavailableException">The source does not answer for the moment.</exception>
    Task<FirstRootKey> First(CancellationToken cancellationToken);

    /// <summary>The key of a database that has one. Changes nothing; whether it is the right key is the caller's to check.</summary>
    /// <exception cref="RootKeyException">It is not here, or cannot be used.</exception>
    /// <exception cref="RootKeyUnavailableException">The source does not answer for the moment.</exception>
    Task<RootKey> Open(RecordedRootKey recorded, CancellationToken cancellationToken);
}

/// <param name="Key">The key.</param>
/// <param name="VaultCiphertext">See <see cref="RecordedRootKey.VaultCiphertext"/>.</param>
public sealed record FirstRootKey(RootKey Key, string? VaultCiphertext);
