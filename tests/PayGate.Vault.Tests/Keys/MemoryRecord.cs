using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

/// <summary>What a database remembers of its root key, in memory.</summary>
internal sealed class MemoryRecord : IRootKeyRecord
{
    public RecordedRootKey Value { get; set; } = new(null, null, null, false);

    public Action BeforeFirst { get; set; } = () => { };

    public Task<RecordedRootKey> Load(CancellationToken cancellationToken) => Task.FromResult(Value);

    public Task<RecordedRootKey> RecordFirst(FirstRootKey first, CancellationToken cancellationToken)
    {
        BeforeFirst();
        Value = Value.KeyCheck is null ? new RecordedRootKey(first.Key.KeyId, first.Key.KeyCheck(), first.VaultCiphertext, Value.HoldsWrappedKeys) : Value;
        return Task.FromResult(Value);
    }

    public Task<RecordedRootKey> RecordSecrets(string secretsId, CancellationToken cancellationToken)
    {
        Value = Value with { SecretsId = Value.SecretsId ?? secretsId };
        return Task.FromResult(Value);
    }
}
