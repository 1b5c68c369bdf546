namespace PayGate.Silo.Keys;

/// <summary>
/// The place that keeps each merchant's wrapping secret of 256 bits: where the root key is, outside the database and its backups. Without the secret the merchant's keys do not
/// open, whoever has the root key and the database; what is erased here is gone from every backup of those.
/// </summary>
public interface IMerchantSecrets : IDisposable
{
    const int Length = 32;

    /// <summary>Kind and place, for people; no secrets.</summary>
    string Description { get; }

    /// <summary>What to do where the secrets are not in this place; goes after a colon.</summary>
    string Remedy { get; }

    /// <summary>The id of this place, see <see cref="SecretsPlace"/>; null where it has none, or is not there. Makes nothing.</summary>
    /// <exception cref="RootKeyException">It cannot be read, or is none.</exception>
    /// <exception cref="RootKeyUnavailableException">The place does not answer for the moment.</exception>
    Task<string?> FindId(CancellationToken cancellationToken);

    /// <summary>Gives the place this id if it has none; what it has then, also of several silos at once.</summary>
    /// <exception cref="RootKeyException">It cannot be read or written.</exception>
    /// <exception cref="RootKeyUnavailableException">The place does not answer for the moment.</exception>
    Task<string> TakeId(string id, CancellationToken cancellationToken);

    /// <summary>Ends a start where secrets could not be kept.</summary>
    /// <exception cref="RootKeyException">The place is missing, open to others, or may not be written.</exception>
    /// <exception cref="RootKeyUnavailableException">It does not answer for the moment.</exception>
    Task Check(CancellationToken cancellationToken);

    /// <summary>The merchant's secret, for the caller to zero; null if it never had one.</summary>
    /// <exception cref="MerchantErasedException">It was erased.</exception>
    /// <exception cref="VaultUnavailableException">The place does not give it for the moment, or holds something else.</exception>
    Task<byte[]?> Find(string merchantId, CancellationToken cancellationToken);

    /// <summary>As <see cref="Find"/>, but one that is missing is made and kept before this returns; of several at once, also in several silos, all get the same.</summary>
    /// <exception cref="MerchantErasedException">It was erased, and is never made again.</exception>
    /// <exception cref="VaultUnavailableException">The place does not take it for the moment, or has no id any more: then it is another one.</exception>
    Task<byte[]> FindOrMake(string merchantId, CancellationToken cancellationToken);

    /// <summary>Destroys the secret, and remembers for ever that this merchant has none. Harmless where it was done before.</summary>
    /// <exception cref="VaultUnavailableException">The place does not do it for the moment, or has no id any more.</exception>
    Task Erase(string merchantId, CancellationToken cancellationToken);
}
