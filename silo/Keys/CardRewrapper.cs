using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PayGate.CardTokens;
using PayGate.EncryptionKeys;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>
/// Brings cards under the active version of their merchant's key after a rotation, through their own actors, and ends the versions that this empties. One silo does so at a
/// time; a card that fails stays where it is and is tried again at the next sweep.
/// </summary>
public sealed partial class CardRewrapper(SiloDatabase database, IGrainFactory grains, TimeProvider clock, ILogger<CardRewrapper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Ids read at once.</summary>
    private const int BatchMax = 256;

    /// <summary>Cards at a time: payments come first.</summary>
    private const int ConcurrencyMax = 8;

    /// <summary>Names the lock among PostgreSQL's advisory ones; nothing else in PayGate's databases takes this number.</summary>
    private const long Lock = 0x5061_7947_7277_7270;

    /// <summary>One pass over all retired versions; how many cards it asked to move. Nothing is done while another silo is at it.</summary>
    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        if (!await Ask(connection, "select pg_try_advisory_lock($1)", cancellationToken))
        {
            return 0;
        }

        try
        {
            var asked = 0;
            foreach (var (merchantId, version) in await RetiredVersions(cancellationToken))
            {
                asked += await Empty(merchantId, version, cancellationToken);
            }

            return asked;
        }
        finally
        {
            await Ask(connection, "select pg_advisory_unlock($1)", CancellationToken.None);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogSweepFailed(exception);
            }
        }
    }

    private static async Task<bool> Ask(NpgsqlConnection connection, string lockStatement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(lockStatement, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = Lock } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<int> Empty(string merchantId, int version, CancellationToken cancellationToken)
    {
        var asked = 0;
        for (var after = ""; ;)
        {
            var ids = await CardsUnder(merchantId, version, after, cancellationToken);
            foreach (var group in ids.Chunk(ConcurrencyMax))
            {
                await Task.WhenAll(group.Select(id => Rewrap(id, cancellationToken)));
            }

            asked += ids.Count;
            if (ids.Count < BatchMax)
            {
                break;
            }

            after = ids[^1];
        }

        if (asked == 0)
        {
            await grains.GetGrain<IEncryptionKeyGrain>(KeyPurpose.ActorKey(merchantId, KeyPurpose.CardData)).Destroy(version, cancellationToken);
        }

        return asked;
    }

    private async Task Rewrap(string id, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<ICardTokenGrain>(id).Rewrap(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One card's fault must not keep the others under an old key.
            LogCardFailed(id, exception);
        }
    }

    private async Task<IReadOnlyList<(string MerchantId, int Version)>> RetiredVersions(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select merchant_id, version from paygate.key_versions where state = 'decrypt_only' order by 1, 2");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var versions = new List<(string, int)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            versions.Add((reader.GetString(0), reader.GetInt32(1)));
        }

        return versions;
    }

    private async Task<IReadOnlyList<string>> CardsUnder(string merchantId, int version, string after, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select id from paygate.card_tokens where merchant_id = $1 and key_version = $2 and id > $3 order by id limit $4");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchMax });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Card {Id} stays under an old key version; it is tried again in seconds.")]
    private partial void LogCardFailed(string id, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cards could not be brought under newer keys; it is tried again in seconds.")]
    private partial void LogSweepFailed(Exception exception);
}
