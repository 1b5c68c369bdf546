namespace PayGate.Silo.Keys;

/// <summary>What the database remembers of the root key that its data was made with.</summary>
public interface IRootKeyRecord
{
    Task<RecordedRootKey> Load(CancellationToken cancellationToken);

    /// <summary>Records the first root key; an existing record stays. Returns what is recorded then, so that of two first starts one loses.</summary>
    Task<RecordedRootKey> RecordFirst(FirstRootKey first, CancellationToken cancellationToken);

    /// <summary>Records the place of merchants' secrets; an existing record stays. Returns what is recorded then, so that of two places one loses.</summary>
    Task<RecordedRootKey> RecordSecrets(string secretsId, CancellationToken cancellationToken);
}

/// <param name="KeyId">Null when no root key was ever recorded.</param>
/// <param name="KeyCheck">See <see cref="RootKey.KeyCheck"/>.</param>
/// <param name="VaultCiphertext">The key as HashiCorp Vault's transit engine encrypted it; null where a file keeps it.</param>
/// <param name="HoldsWrappedKeys">True when keys are stored that only the root key opens.</param>
public sealed record RecordedRootKey(string? KeyId, byte[]? KeyCheck, string? VaultCiphertext, bool HoldsWrappedKeys)
{
    /// <summary>Id of the place that keeps merchants' secrets, see <see cref="SecretsPlace"/>; null before a start recorded it.</summary>
    public string? SecretsId { get; init; }
}
