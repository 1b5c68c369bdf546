using System.Data;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using PayGate.EncryptionKeys;
using PayGate.Grains.CardTokens;
using PayGate.Grains.EncryptionKeys;
using PayGate.Grains.Keys;

namespace PayGate.Silo.Keys;

/// <summary>
/// Opens every stored key with the root key, and every stored card with its merchant's key, as they all are at one moment: what other processes change
/// meanwhile is not seen.
/// </summary>
public sealed class KeyVerification(NpgsqlDataSource database, KeyEncryptionKeys wrapping)
{
    /// <summary>A damaged root would fail everything; so many names say as much.</summary>
    public const int NamesMax = 100;

    private const int ReportEvery = 10_000;

    private readonly List<string> _names = [];
    private long _keys;
    private long _cards;
    private long _failures;
    private long _erased;

    /// <param name="report">Told now and then how many keys and cards are done.</param>
    /// <param name="cancellationToken">Ends it midway.</param>
    public async Task<KeyVerdict> Run(Action<long, long> report, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await VerifyKeys(connection, report, cancellationToken);
        await VerifyCards(connection, report, cancellationToken);
        return new KeyVerdict(_keys, _cards, _erased, _failures, _names);
    }

    private async Task VerifyKeys(NpgsqlConnection connection, Action<long, long> report, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select id, state::text from paygate.encryption_keys order by id", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetString(0);
            foreach (var version in ReadVersions(id, reader.GetString(1)))
            {
                var (key, isErased) = await Unwrap(id, version, cancellationToken);
                using (key)
                {
                    Count(ref _keys, key is not null, isErased, $"key {id}/{version.Key.Version}", report);
                }
            }
        }
    }

    private async Task VerifyCards(NpgsqlConnection connection, Action<long, long> report, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select c.id, c.merchant_id, c.livemode, c.state::text, k.state::text
            from paygate.card_tokens c left join paygate.encryption_keys k on k.id = c.merchant_id || '/card-data'
            where c.key_version is not null and k.state -> 'key' ->> 'erased' is null
            order by c.merchant_id, c.id
            """,
            connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        using var keys = new MerchantKeys();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (id, merchantId) = (reader.GetString(0), reader.GetString(1));
            if (keys.MerchantId != merchantId)
            {
                var stored = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4);
                keys.Begin(merchantId);
                foreach (var version in stored is null ? [] : ReadVersions(null, stored))
                {
                    keys.Add(await Unwrap(KeyPurpose.ActorKey(merchantId, KeyPurpose.CardData), version, cancellationToken));
                }
            }

            var opens = Opens(reader.GetString(3), new CardOwner(merchantId, id, reader.GetBoolean(2)), keys);
            Count(ref _cards, opens, keys.AreErased, $"card {id}", report);
        }
    }

    /// <summary>The opened key; none where it does not open, which its merchant's erasure may explain.</summary>
    private async Task<(UsableKey? Key, bool IsErased)> Unwrap(string id, KeyVersion version, CancellationToken cancellationToken)
    {
        var (merchantId, purpose) = KeyPurpose.Parse(id);
        byte[] key;
        try
        {
            key = await wrapping.Unwrap(version.Key, merchantId, purpose, cancellationToken);
        }
        catch (VaultUnavailableException)
        {
            // The finding, which the caller names.
            return (null, false);
        }
        catch (MerchantErasedException)
        {
            // As it is meant: the database is a backup from before the erasure.
            return (null, true);
        }

        var usable = new UsableKey(version.Key.Version, key);
        CryptographicOperations.ZeroMemory(key);
        return (usable, false);
    }

    /// <summary>Versions that are not destroyed. What cannot be read is a failure under the name that is given, if one is.</summary>
    private IEnumerable<KeyVersion> ReadVersions(string? id, string stored)
    {
        try
        {
            return EncryptionKeyStorage.Read(Encoding.UTF8.GetBytes(stored)).Versions.Where(version => version.State != KeyVersionState.Destroyed);
        }
        catch (JsonException)
        {
            if (id is not null)
            {
                Fail($"key {id}");
            }

            return [];
        }
    }

    /// <param name="stored">State of the row.</param>
    /// <param name="owner">As the row's columns name it: what stands in a row that it was not made for does not open.</param>
    /// <param name="keys">Of the row's merchant.</param>
    private static bool Opens(string stored, CardOwner owner, MerchantKeys keys)
    {
        try
        {
            if (CardTokenStorage.Read(Encoding.UTF8.GetBytes(stored)).Card is not { } card || keys.Find(card.KeyVersion) is not { } key)
            {
                return false;
            }

            CardFields.Decrypt(key, card.Number, owner, CardFields.Number);
            CardFields.Decrypt(key, card.Expiry, owner, CardFields.Expiry);
            if (card.Holder is not null)
            {
                CardFields.Decrypt(key, card.Holder, owner, CardFields.Holder);
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or CardDecryptionException)
        {
            // The finding, which the caller names.
            return false;
        }
    }

    private void Count(ref long opened, bool isOpened, bool isErased, string name, Action<long, long> report)
    {
        if (isErased)
        {
            _erased++;
        }
        else if (!isOpened)
        {
            Fail(name);
        }
        else if (++opened % ReportEvery == 0)
        {
            report(_keys, _cards);
        }
    }

    private void Fail(string name)
    {
        _failures++;
        if (_names.Count < NamesMax)
        {
            _names.Add(name);
        }
    }

    /// <summary>The opened keys of the merchant whose cards are being read.</summary>
    private sealed class MerchantKeys : IDisposable
    {
        private readonly List<UsableKey> _keys = [];

        public string? MerchantId { get; private set; }

        /// <summary>They are gone for good, with the secret that opened them.</summary>
        public bool AreErased { get; private set; }

        public void Begin(string merchantId)
        {
            Dispose();
            _keys.Clear();
            (MerchantId, AreErased) = (merchantId, false);
        }

        public void Add((UsableKey? Key, bool IsErased) opened)
        {
            AreErased |= opened.IsErased;
            if (opened.Key is { } key)
            {
                _keys.Add(key);
            }
        }

        public UsableKey? Find(int version) => _keys.Find(key => key.Version == version);

        public void Dispose() => _keys.ForEach(key => key.Dispose());
    }
}

/// <param name="Keys">Versions of merchants' keys that opened.</param>
/// <param name="Cards">Cards whose fields all opened.</param>
/// <param name="Erased">Keys and cards of merchants that were erased, in a database from before that: they never open again, as it is meant.</param>
/// <param name="Failures">Keys and cards that did not open, and should.</param>
/// <param name="Names">The first of those, each with its kind before it.</param>
public sealed record KeyVerdict(long Keys, long Cards, long Erased, long Failures, IReadOnlyList<string> Names);
