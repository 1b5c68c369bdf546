using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.DueWork;
using PayGate.Silo.Storage;

namespace PayGate.Silo.DueWork;

/// <summary>
/// Wakes every shard when the silo starts, once a minute after that, and whenever it is told to, so that late work is found after any downtime and no shard
/// stays asleep.
/// </summary>
public sealed partial class DueWorkStarter(IGrainFactory grains, TimeProvider clock, ILogger<DueWorkStarter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>One wish is enough, however often it is uttered before it is heard.</summary>
    private readonly Channel<bool> _wishes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void WakeAll() => _wishes.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        WakeAll();
        await using var timer = clock.CreateTimer(_ => WakeAll(), null, Interval, Interval);
        await foreach (var _ in _wishes.Reader.ReadAllAsync(stoppingToken))
        {
            await Task.WhenAll(Enumerable.Range(0, DueShards.Count).Select(shard => Sweep((short)shard, stoppingToken)));
        }
    }

    private async Task Sweep(short shard, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IDueWorkGrain>(shard.ToString(CultureInfo.InvariantCulture)).Sweep(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(shard, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Due work of shard {Shard} could not be swept; it is tried again in a minute.")]
    private partial void LogFailed(short shard, Exception exception);
}
