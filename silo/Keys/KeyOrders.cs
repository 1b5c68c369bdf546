using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PayGate.EncryptionKeys;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>
/// Works off what operators order about merchants' keys (<c>paygate keys rotate</c>). Any silo may, also two at once: the instant at which an order was first taken tells
/// each key's actor whether it has been done there.
/// </summary>
public sealed partial class KeyOrders(SiloDatabase database, IGrainFactory grains, TimeProvider clock, ILogger<KeyOrders> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Merchants at a time: payments come first.</summary>
    private const int ConcurrencyMax = 8;

    /// <summary>Does the oldest open order; false if there is none.</summary>
    public async Task<bool> WorkOff(CancellationToken cancellationToken)
    {
        if (await Take(cancellationToken) is not { } order)
        {
            return false;
        }

        var merchants = order.MerchantId is { } one ? [one] : await Merchants(cancellationToken);
        var command = new RotateKey { OrderedAt = order.TakenAt, Reason = order.Reason };
        foreach (var group in merchants.Chunk(ConcurrencyMax))
        {
            await Task.WhenAll(group.Select(id => grains.GetGrain<IEncryptionKeyGrain>(KeyPurpose.ActorKey(id, KeyPurpose.CardData)).Rotate(command, cancellationToken)));
        }

        await Finish(order.Id, merchants.Count, cancellationToken);
        LogDone(order.Id, merchants.Count);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await WorkOff(stoppingToken))
                {
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task<Order?> Take(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            update paygate.key_orders set taken_at = coalesce(taken_at, $1)
            where id = (select id from paygate.key_orders where finished_at is null order by id limit 1)
            returning id, merchant_id, reason, taken_at
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) ? null : new Order(
            reader.GetInt64(0),
            await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1),
            reader.GetString(2),
            await reader.GetFieldValueAsync<DateTimeOffset>(3, cancellationToken));
    }

    private async Task<IReadOnlyList<string>> Merchants(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select merchant_id from paygate.encryption_keys where purpose = $1 order by 1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = KeyPurpose.CardData });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }

    private async Task Finish(long id, int merchants, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "update paygate.key_orders set finished_at = $2, merchants = $3 where id = $1 and finished_at is null");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = merchants });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Id} about keys is done for {Merchants} merchants.")]
    private partial void LogDone(long id, int merchants);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An order about keys could not be finished; it is tried again in a second.")]
    private partial void LogFailed(Exception exception);

    private sealed record Order(long Id, string? MerchantId, string Reason, DateTimeOffset TakenAt);
}
