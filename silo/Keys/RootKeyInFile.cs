namespace PayGate.Silo.Keys;

/// <summary>The root key in a file: of the data directory, where it may be generated, or mounted from outside, where it may not.</summary>
public sealed class RootKeyInFile(RootKeyFile file, bool generate) : IRootKeySource
{
    public string Description => generate ? $"file {file.Path}" : $"mounted file {file.Path}";

    public Task<FirstRootKey> First(CancellationToken cancellationToken) => Task.FromResult(new FirstRootKey(
        file.Exists ? file.Read()
            : generate ? file.Generate()
            : throw new RootKeyException($"The root key file {file.Path} is missing: mount the secret that holds it."),
        VaultCiphertext: null));

    public Task<RootKey> Open(RecordedRootKey recorded, CancellationToken cancellationToken)
    {
        if (recorded.VaultCiphertext is not null)
        {
            throw new RootKeyException(
                $"The database was encrypted under root key {recorded.KeyId}, which HashiCorp Vault keeps: name that Vault in PAYGATE_VAULT_ADDR and its token's file in PAYGATE_VAULT_TOKEN_FILE.");
        }

        return file.Exists
            ? Task.FromResult(file.Read())
            : throw new RootKeyException(
                $"The root key file {file.Path} is missing, but the database was encrypted under root key {recorded.KeyId}: {(generate ? "restore that file from its backup" : "mount the secret that holds it")}.");
    }

    public void Dispose()
    {
    }
}
