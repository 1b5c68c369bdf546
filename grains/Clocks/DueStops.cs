using System.Globalization;
using PayGate.Clocks;
using PayGate.DueWork;

namespace PayGate.Grains.Clocks;

/// <summary>The stops on the way of one advance: who is due, and who stays due though woken, such as a payment whose bank keeps silent; those are left to the timers.</summary>
internal sealed class DueStops(IDueTimes times, IGrainFactory grains, SandboxClock clock)
{
    /// <summary>Another process's clock follows within a second; until then its actors see nothing to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1_500);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<DueRow, long> _firstSeen = [];
    private HashSet<DueRow> _before = [];

    /// <summary>When the next actor wants to be woken.</summary>
    public Task<DateTimeOffset?> FindNext(CancellationToken cancellationToken) => times.FindNext(clock.GetUtcNow(), cancellationToken);

    /// <summary>Has the shards swept that hold something due by now; false when there is nothing that may still get done.</summary>
    public async Task<bool> Sweep(CancellationToken cancellationToken)
    {
        var seen = clock.GetTimestamp();
        HashSet<DueRow> due = [.. (await times.Find(clock.GetUtcNow(), cancellationToken)).Where(row => MayGetDone(row, seen))];
        if (due.Count > 0 && due.SetEquals(_before))
        {
            await Task.Delay(Pause, cancellationToken);
        }

        _before = due;
        await Task.WhenAll(due.Select(row => row.Shard).Distinct().Select(shard =>
            grains.GetGrain<IDueWorkGrain>(shard.ToString(CultureInfo.InvariantCulture)).Sweep(cancellationToken)));
        return due.Count > 0;
    }

    private bool MayGetDone(DueRow row, long now) =>
        _firstSeen.TryAdd(row, now) || clock.GetElapsedTime(_firstSeen[row], now) < Patience;
}
