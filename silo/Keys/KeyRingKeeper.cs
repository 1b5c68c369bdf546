using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PayGate.EncryptionKeys;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>Takes out of this silo's memory what was destroyed in the database, a version or all keys of a merchant, within a lease's minute.</summary>
public sealed partial class KeyRingKeeper(SiloDatabase database, KeyRing ring, TimeProvider clock, ILogger<KeyRingKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>Keys asked about at once.</summary>
    private const int BatchMax = 1_000;

    /// <summary>One pass over all keys that are held.</summary>
    public async Task DropDestroyed(CancellationToken cancellationToken)
    {
        foreach (var batch in ring.Held().Chunk(BatchMax))
        {
            var alive = await Alive(batch, cancellationToken);
            foreach (var key in batch.Where(key => !alive.Contains((KeyPurpose.ActorKey(key.MerchantId, key.Purpose), key.Version))))
            {
                ring.Drop(key);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await DropDestroyed(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Nothing can be destroyed while the database is away, and no lease is prolonged.
                LogFailed(exception);
            }
        }
    }

    private async Task<HashSet<(string KeyId, int Version)>> Alive(IReadOnlyList<HeldKey> keys, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select k.id, (v.entry -> 'key' ->> 'version')::integer
            from paygate.encryption_keys k cross join lateral json_array_elements(k.state -> 'key' -> 'versions') v (entry)
            where k.id = any ($1) and v.entry ->> 'state' <> 'destroyed'
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(key => KeyPurpose.ActorKey(key.MerchantId, key.Purpose)).Distinct()] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var alive = new HashSet<(string, int)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            alive.Add((reader.GetString(0), reader.GetInt32(1)));
        }

        return alive;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "It could not be seen which keys were destroyed; it is tried again in seconds.")]
    private partial void LogFailed(Exception exception);
}
