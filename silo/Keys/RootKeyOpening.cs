using System.Security.Cryptography;

namespace PayGate.Silo.Keys;

/// <summary>
/// Opens the root key at start. A key is generated only for a database that never saw one, and never over existing data: a lost key must be noticed as such,
/// not replaced by one that opens nothing.
/// </summary>
public sealed class RootKeyOpening(RootKeyFile file, IRootKeyRecord record)
{
    /// <param name="generate">False where the file is mounted from outside: then a missing file is always an error.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="RootKeyException">The file is missing, wrong, short or open to others.</exception>
    public async Task<RootKey> Open(bool generate, CancellationToken cancellationToken)
    {
        var recorded = await record.Load(cancellationToken);
        var hasData = recorded.KeyCheck is not null || recorded.HoldsWrappedKeys;
        if (!file.Exists)
        {
            RequireMayGenerate(generate, hasData, recorded.KeyId);
        }

        var key = file.Exists ? file.Read() : file.Generate();
        if (recorded.KeyCheck is null)
        {
            if (recorded.HoldsWrappedKeys)
            {
                throw new RootKeyException(
                    "The database holds encrypted keys but not the record of their root key: restore the database together with its table paygate.root_key.");
            }

            recorded = await record.RecordFirst(key.KeyId, key.KeyCheck(), cancellationToken);
        }

        RequireSame(key, recorded);
        return key;
    }

    private void RequireMayGenerate(bool generate, bool hasData, string? keyId)
    {
        if (hasData)
        {
            throw new RootKeyException(
                $"The root key file {file.Path} is missing, but the database holds data encrypted under root key {keyId ?? "(unknown)"}: restore that file from its backup.");
        }

        if (!generate)
        {
            throw new RootKeyException($"The root key file {file.Path} is missing: mount the secret that holds it.");
        }
    }

    private void RequireSame(RootKey key, RecordedRootKey recorded)
    {
        if (!CryptographicOperations.FixedTimeEquals(key.KeyCheck(), recorded.KeyCheck))
        {
            throw new RootKeyException(
                $"The root key file {file.Path} holds {key.KeyId}, but the database was encrypted under {recorded.KeyId}: put the file of {recorded.KeyId} in its place.");
        }
    }
}
