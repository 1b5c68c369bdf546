namespace PayGate.Silo.Keys;

/// <summary>Where the root key comes from. With neither member set it is a file of the data directory, generated for a database that never saw one.</summary>
public sealed record RootKeyOptions
{
    /// <summary>A file that others put in place; it is never generated.</summary>
    public string? MountedFile { get; init; }

    public TransitOptions? Vault { get; init; }

    /// <summary>Directory of merchants' wrapping secrets; null for one beside the root key's file. Not with Vault, which keeps them itself.</summary>
    public string? SecretsDirectory { get; init; }

    /// <summary>The file that holds the key; null where none does.</summary>
    public RootKeyFile? FileIn(string dataDirectory) =>
        Vault is null ? new RootKeyFile(MountedFile ?? Path.Combine(dataDirectory, RootKeyFile.DefaultName)) : null;

    /// <summary>The directory of merchants' wrapping secrets; null where Vault keeps them.</summary>
    public MerchantSecretFiles? SecretsIn(string dataDirectory) => FileIn(dataDirectory) is not { } file ? null
        : new MerchantSecretFiles(SecretsDirectory ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file.Path))!, MerchantSecretFiles.DefaultName));

    /// <summary>Where merchants' wrapping secrets are kept. It may hold connections: the caller disposes it.</summary>
    public IMerchantSecrets OpenSecrets(string dataDirectory) => Vault is { } vault ? new MerchantSecretsInVault(vault) : SecretsIn(dataDirectory)!;

    /// <summary>The source as these options and a data directory name it. It may hold connections: the caller disposes it.</summary>
    public IRootKeySource Open(string dataDirectory) => Vault is { } vault
        ? new TransitRootKey(new TransitClient(vault))
        : new RootKeyInFile(FileIn(dataDirectory)!, generate: MountedFile is null);
}
