using Microsoft.Extensions.Hosting;
using Npgsql;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Hosting;

/// <summary>Works off what operators order by rows of a table, one after the other, once a second; what an order changes is its actor's to do once. Any silo may, also two at once.</summary>
/// <param name="database">Where the orders are.</param>
/// <param name="table">Theirs: number, <c>finished_at</c> and <c>refusal</c>.</param>
public abstract class OrderWorker(SiloDatabase database, string table) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Carries out the oldest open order; false if there is none.</summary>
    public abstract Task<bool> WorkOff(CancellationToken cancellationToken);

    /// <summary>Notes that an order is done with; one that another silo finished stays as it is.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="refusal">Why it was refused; null where it was carried out.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    protected async Task Finish(long id, Refusal? refusal, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand($"update {table} set finished_at = $1, refusal = $2 where id = $3 and finished_at is null");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = refusal?.Message });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected abstract void LogFailed(Exception exception);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
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
}
