using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PayGate.Grains.Erasure;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Erasure;

/// <summary>
/// Copies into this silo's list what other silos have erased. Each silo may keep its list on a disk of its own; within a minute each of them knows all, so that any of them
/// serves after a restore.
/// </summary>
public sealed partial class ErasureListKeeper(SiloDatabase database, ErasureList list, ILogger<ErasureListKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Returns how many were missing.</summary>
    public async Task<int> Copy(CancellationToken cancellationToken)
    {
        var known = (await list.Read(cancellationToken)).Select(entry => entry.Customer).ToHashSet(StringComparer.Ordinal);
        var missing = new List<ErasureEntry>();
        await using var command = database.Reader.CreateCommand("select id, merchant_id, livemode, ordered_at from paygate.erasures order by ordered_at, id");
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var entry = new ErasureEntry(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetDateTime(3));
                if (!known.Contains(entry.Customer))
                {
                    missing.Add(entry);
                }
            }
        }

        foreach (var entry in missing)
        {
            await list.Add(entry, cancellationToken);
        }

        return missing.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                await Copy(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or StorageUnavailableException or InvalidDataException)
            {
                LogFailed(list.Path, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The list of erasures {Path} could not be completed from the database; it is tried again in a minute.")]
    private partial void LogFailed(string path, Exception exception);
}
