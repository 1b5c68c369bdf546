using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PayGate.EncryptionKeys;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>
/// Works off what operators order about keys (<c>paygate keys rotate</c>, <c>rewrap</c>, <c>erase</c>, <c>rotate --transport</c>). Any silo may, also two at once: what the order itself
/// remembers, the instant at which it was first taken and the version that it made, tells each key's actor whether it has been done there.
/// </summary>
public sealed partial class KeyOrders(
    SiloDatabase database,
    KeyOrderBook book,
    KeyRewrapper rewrapper,
    TransportKeyKeeper transport,
    IMerchantSecrets secrets,
    RestoredErasures restored,
    KeyRingKeeper keeper,
    IGrainFactory grains,
    TimeProvider clock,
    ILogger<KeyOrders> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Tries the oldest open order that does not wait to be tried again; false if there is none.</summary>
    public async Task<bool> WorkOff(CancellationToken cancellationToken)
    {
        if (await book.Take(cancellationToken) is not { } order)
        {
            return false;
        }

        try
        {
            var count = await Do(order, cancellationToken);
            await book.Finish(order, count, cancellationToken);
            LogDone(order.Id, order.Kind, count);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was: the orders after this one must not wait for it.
            LogFailed(order.Id, order.Kind, order.Failures + 1, exception);
            await book.Postpone(order, cancellationToken);
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var knowsErased = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (!knowsErased)
                {
                    await OrderRestored(stoppingToken);
                    knowsErased = true;
                }

                while (await WorkOff(stoppingToken))
                {
                }

                await rewrapper.RetireEmptied(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogTurnFailed(exception);
            }
        }
    }

    private async Task OrderRestored(CancellationToken cancellationToken)
    {
        if (await restored.OrderAgain(cancellationToken) is > 0 and var count)
        {
            LogRestored(count);
        }
    }

    private async Task<int> Do(KeyOrder order, CancellationToken cancellationToken) => order.Kind switch
    {
        "rotate" => await Rotate(order, cancellationToken),
        "rewrap" => await rewrapper.Rewrap(await book.KekVersion(order, cancellationToken), cancellationToken),
        "transport" => await RotateTransport(order, cancellationToken),
        "erase" => await Erase(order.MerchantId!, cancellationToken),
        _ => throw new InvalidOperationException($"A newer release ordered {order.Kind}."),
    };

    private async Task<int> Rotate(KeyOrder order, CancellationToken cancellationToken)
    {
        var merchants = order.MerchantId is { } one ? [one] : await Merchants(cancellationToken);
        var command = new RotateKey { OrderedAt = order.TakenAt, Reason = order.Reason };
        var faults = await FewAtATime.Try(
            merchants, id => grains.GetGrain<IEncryptionKeyGrain>(KeyPurpose.ActorKey(id, KeyPurpose.CardData)).Rotate(command, cancellationToken));
        return faults.Count == 0 ? merchants.Count : throw new AggregateException(faults);
    }

    /// <summary>The other silos learn of it from the database: within seconds, or by the first card under it.</summary>
    private async Task<int> RotateTransport(KeyOrder order, CancellationToken cancellationToken)
    {
        await book.TransportVersion(order, cancellationToken);
        await transport.HandOut(cancellationToken);
        return 1;
    }

    /// <summary>The secret first: from there on nothing opens any more, wherever this breaks off. Other silos forget the keys within a minute.</summary>
    private async Task<int> Erase(string merchantId, CancellationToken cancellationToken)
    {
        await secrets.Erase(merchantId, cancellationToken);
        foreach (var purpose in KeyPurpose.All)
        {
            await grains.GetGrain<IEncryptionKeyGrain>(KeyPurpose.ActorKey(merchantId, purpose)).Erase(cancellationToken);
        }

        await keeper.DropDestroyed(cancellationToken);
        return 1;
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Id} to {Kind} keys is done for {Count}.")]
    private partial void LogDone(long id, string kind, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Order {Id} to {Kind} keys could not be finished, for the {Failures}. time; it is tried again after those that wait.")]
    private partial void LogFailed(long id, string kind, int failures, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database holds keys of {Count} merchants that were erased, as a backup from before does; they are erased again.")]
    private partial void LogRestored(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orders about keys could not be looked after; it is tried again in a second.")]
    private partial void LogTurnFailed(Exception exception);
}
