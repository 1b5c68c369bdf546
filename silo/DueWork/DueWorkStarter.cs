using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.DueWork;
using PayGate.Silo.Storage;

namespace PayGate.Silo.DueWork;

/// <summary>Wakes every shard when the silo starts and once a minute after that, so that late work is found after any downtime and no shard stays asleep.</summary>
public sealed partial class DueWorkStarter(IGrainFactory grains, TimeProvider clock, ILogger<DueWorkStarter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            for (short shard = 0; shard < DueShards.Count; shard++)
            {
                await Sweep(shard, stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Sweep(short shard, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IDueWorkGrain>(shard.ToString(CultureInfo.InvariantCulture)).Sweep(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(shard, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Due work of shard {Shard} could not be swept; it is tried again in a minute.")]
    private partial void LogFailed(short shard, Exception exception);
}
