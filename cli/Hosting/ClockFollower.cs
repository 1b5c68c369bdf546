using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PayGate.Clocks;
using PayGate.Storage;

namespace PayGate.Cli.Hosting;

/// <summary>
/// Reads the stored offset every second. Unlike a snapshot of keys it does not grow too old to be used: while the database is away nobody can move the clock.
/// </summary>
internal sealed partial class ClockFollower : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _database;
    private readonly SandboxClock _clock;
    private readonly ILogger<ClockFollower> _logger;

    public ClockFollower(string connectionString, SandboxClock clock, ILogger<ClockFollower> logger)
    {
        (_clock, _logger) = (clock, logger);
        _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "paygate-clock",
            MaxPoolSize = 1,
            Timeout = StorageLimits.ConnectSeconds,
            CommandTimeout = StorageLimits.ReadSeconds,
        });
    }

    /// <summary>The time is right before anything else starts.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Follow(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _database.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Follow(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task Follow(CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand("select offset_microseconds from clock.sandbox");
        _clock.Follow(TimeSpan.FromMicroseconds((long)(await command.ExecuteScalarAsync(cancellationToken))!));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox's clock could not be read; the last offset stays.")]
    private partial void LogFailed(Exception exception);
}
