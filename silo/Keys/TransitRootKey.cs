using System.Security.Cryptography;
using PayGate.Cards;

namespace PayGate.Silo.Keys;

/// <summary>
/// The root key under HashiCorp Vault's transit engine: PayGate draws it, Vault encrypts it bound to its name, and only that ciphertext is stored, in the
/// database. Each start has Vault open it; in clear it is never on a disk.
/// </summary>
public sealed class TransitRootKey(TransitClient vault) : IRootKeySource
{
    public string Description => vault.Description;

    public async Task<FirstRootKey> First(CancellationToken cancellationToken)
    {
        var key = RootKey.Generate();
        return new FirstRootKey(key, await vault.Encrypt(key.ToBase64(), BoundTo(key.KeyId), cancellationToken));
    }

    public async Task<RootKey> Open(RecordedRootKey recorded, CancellationToken cancellationToken)
    {
        if (recorded.VaultCiphertext is null)
        {
            throw new RootKeyException(
                $"The database was encrypted under root key {recorded.KeyId}, which a file keeps and not Vault: unset PAYGATE_VAULT_ADDR, and put that file in its place.");
        }

        var bytes = await vault.Decrypt(recorded.VaultCiphertext, BoundTo(recorded.KeyId!), cancellationToken);
        if (bytes.Length != RootKey.Length)
        {
            CryptographicOperations.ZeroMemory(bytes);
            throw new RootKeyException(
                $"What {Description} opened is no root key: restore table paygate.root_key of the database from its backup.");
        }

        return new RootKey(recorded.KeyId!, bytes);
    }

    public void Dispose() => vault.Dispose();

    /// <summary>So that a ciphertext opens only beside the name that it was made with.</summary>
    private static byte[] BoundTo(string keyId) => AssociatedData.Of("paygate.root-key", keyId);
}
