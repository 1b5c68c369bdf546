using System.Security.Cryptography;

namespace PayGate.Silo.Keys;

/// <summary>
/// Opens the root key at start. A key is generated only for a database that never saw one, and never over existing data: a lost key must be noticed as such,
/// not replaced by one that opens nothing.
/// </summary>
public sealed class RootKeyOpening(IRootKeySource source, IRootKeyRecord record)
{
    public const string RecordMissing =
        "The database holds encrypted keys but not the record of their root key: restore the database together with its table paygate.root_key.";

    /// <exception cref="RootKeyException">The key is missing, wrong, short or open to others.</exception>
    /// <exception cref="RootKeyUnavailableException">Its source does not answer for the moment.</exception>
    public async Task<RootKey> Open(CancellationToken cancellationToken)
    {
        var recorded = await record.Load(cancellationToken);
        if (recorded.KeyCheck is null)
        {
            if (recorded.HoldsWrappedKeys)
            {
                throw new RootKeyException(RecordMissing);
            }

            recorded = await record.RecordFirst(await source.First(cancellationToken), cancellationToken);
        }

        return await OpenRecorded(source, recorded, cancellationToken);
    }

    /// <summary>The key of a database that has one; makes none.</summary>
    /// <exception cref="RootKeyException">The key is missing, wrong, short or open to others.</exception>
    /// <exception cref="RootKeyUnavailableException">Its source does not answer for the moment.</exception>
    public static async Task<RootKey> OpenRecorded(IRootKeySource source, RecordedRootKey recorded, CancellationToken cancellationToken)
    {
        var key = await source.Open(recorded, cancellationToken);
        return CryptographicOperations.FixedTimeEquals(key.KeyCheck(), recorded.KeyCheck)
            ? key
            : throw new RootKeyException(
                $"The root key of {source.Description} is {key.KeyId}, but the database was encrypted under {recorded.KeyId}: put {recorded.KeyId} in its place.");
    }
}
