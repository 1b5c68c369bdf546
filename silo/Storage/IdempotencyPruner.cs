using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PayGate.Silo.Storage;

/// <summary>
/// Deletes idempotency records whose time has passed, oldest first, in batches small enough to stay out of the way of commits. Any number of silos may do so
/// at once. An open record stays, however old: its operation's outcome is still to be written into it.
/// </summary>
/// <param name="database">Where they are.</param>
/// <param name="wall">
/// The clock on the wall. Records count for 24 hours by PayGate's; where that was moved they are kept longer, so that whoever checks the books by his own watch finds them.
/// </param>
/// <param name="logger">Failures are tried again.</param>
public sealed partial class IdempotencyPruner(SiloDatabase database, TimeProvider wall, ILogger<IdempotencyPruner> logger) : BackgroundService
{
    /// <summary>An hour more than they count, so that no silo's clock cuts another's record short.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(25);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>A few milliseconds of deleting.</summary>
    private const int BatchMax = 1_000;

    /// <summary>More than ten seconds of a busy gateway make; after a long pause the rest waits for the next round.</summary>
    private const int BatchesPerRoundMax = 100;

    /// <summary>Deletes what is old by now, up to a round's limit; returns how many records that were.</summary>
    public async Task<int> Prune(CancellationToken cancellationToken)
    {
        var total = 0;
        for (var batch = 0; batch < BatchesPerRoundMax; batch++)
        {
            var deleted = await DeleteBatch(cancellationToken);
            total += deleted;
            if (deleted < BatchMax)
            {
                break;
            }
        }

        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, wall);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Prune(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                LogFailed(exception);
            }
        }
    }

    /// <summary>A record that a commit is just claiming anew is locked, and left to it.</summary>
    private async Task<int> DeleteBatch(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            delete from paygate.idempotency where ctid = any(array(
              select ctid from paygate.idempotency where created < $1 and state = 'done' order by created limit $2 for update skip locked))
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (wall.GetUtcNow() - Kept).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchMax });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old idempotency records could not be deleted; it is tried again in seconds.")]
    private partial void LogFailed(Exception exception);
}
