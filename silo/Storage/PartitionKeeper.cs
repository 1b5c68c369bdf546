using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PayGate.Silo.Hosting;

namespace PayGate.Silo.Storage;

/// <summary>
/// Keeps months of the partitioned tables ahead of PayGate's clock: at start, every hour, before the sandbox's clock is moved, and at once when a commit finds its
/// month missing all the same.
/// </summary>
public sealed partial class PartitionKeeper(SiloDatabase database, TimeProvider clock, ILogger<PartitionKeeper> logger) : BackgroundService
{
    /// <summary>Time to notice that this has failed for long.</summary>
    private const int MonthsAhead = 12;

    /// <summary>Seconds that making them may take: on a new database it is a year of tables at once, and nobody waits for it but a start.</summary>
    private const int StatementSeconds = 60;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Whether PostgreSQL refused a row for want of a partition. Rows that break a rule are refused with the rule's name.</summary>
    public static bool IsMissing(PostgresException exception) =>
        exception is { SqlState: PostgresErrorCodes.CheckViolation, ConstraintName: null };

    /// <summary>Adds what is missing and returns how many partitions that were; harmless beside another silo that does the same.</summary>
    public Task<int> Extend(CancellationToken cancellationToken) => Extend(clock.GetUtcNow(), cancellationToken);

    /// <summary>The same as it will be needed at another instant.</summary>
    public async Task<int> Extend(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select paygate.add_partitions($1)");
        command.CommandTimeout = StatementSeconds;
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.AddMonths(MonthsAhead).UtcDateTime });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The months are there before the silo takes calls.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartPatience.Take(() => Extend(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Extend(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                LogFailed(MonthsAhead, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Partitions could not be made {Months} months ahead; it is tried again in an hour.")]
    private partial void LogFailed(int months, Exception exception);
}
