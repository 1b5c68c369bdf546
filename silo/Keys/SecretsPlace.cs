using System.Buffers;
using System.Security.Cryptography;

namespace PayGate.Silo.Keys;

/// <summary>
/// Ties a database to the one place that keeps its merchants' secrets. The place has an id, 128 random bits and the root key's name, and the database remembers it; so a directory
/// that was not mounted, or that another silo does not share, is noticed as such and never filled with secrets that open nothing.
/// </summary>
public static class SecretsPlace
{
    private const int RandomDigits = 32;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>At start: takes the place for a database that has none yet, and else makes sure that it is the one.</summary>
    /// <exception cref="RootKeyException">It is another one, has no id, or cannot be used.</exception>
    /// <exception cref="RootKeyUnavailableException">It does not answer for the moment.</exception>
    public static async Task Open(IMerchantSecrets secrets, IRootKeyRecord record, CancellationToken cancellationToken)
    {
        var recorded = await record.Load(cancellationToken);
        if (recorded.SecretsId is null)
        {
            await secrets.Check(cancellationToken);
            var id = await secrets.TakeId(NewId(recorded.KeyId!), cancellationToken);
            RequireOf(secrets, id, recorded.KeyId!);
            recorded = await record.RecordSecrets(id, cancellationToken);
        }

        await RequireRecorded(secrets, recorded, cancellationToken);
        await secrets.Check(cancellationToken);
    }

    /// <summary>Makes sure that this is the place that the database remembers, if it does; makes nothing.</summary>
    /// <exception cref="RootKeyException">It is another one, or has no id.</exception>
    /// <exception cref="RootKeyUnavailableException">It does not answer for the moment.</exception>
    public static async Task RequireRecorded(IMerchantSecrets secrets, RecordedRootKey recorded, CancellationToken cancellationToken)
    {
        if (recorded.SecretsId is not null && await secrets.FindId(cancellationToken) is var found && found != recorded.SecretsId)
        {
            throw new RootKeyException(
                $"{secrets.Description} {(found is null ? "has no id" : "has another id")}, so it is not the place of this database's merchants' secrets: {secrets.Remedy}.");
        }
    }

    /// <summary>Makes sure, without the database, that the place with this id belongs to that root key.</summary>
    /// <exception cref="RootKeyException">It has no id, or belongs to another root key.</exception>
    public static void RequireOf(IMerchantSecrets secrets, string? id, string keyId)
    {
        if (id is null || !IsId(id) || id[(RandomDigits + 1)..] != keyId)
        {
            throw new RootKeyException(
                $"{secrets.Description} {(id is null ? "has no id, which a silo's first start gives it" : "has the id of another root key")}, so it is not the place of the merchants' secrets of {keyId}: {secrets.Remedy}.");
        }
    }

    internal static string NewId(string keyId) => $"{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}.{keyId}";

    internal static bool IsId(string text) => text.Length > RandomDigits + 1 && text[RandomDigits] == '.' && !text.AsSpan(0, RandomDigits).ContainsAnyExcept(Digits);
}
