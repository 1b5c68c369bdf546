using PayGate.Storage;

namespace PayGate.Snapshots;

/// <summary>
/// Something small read again every second and swapped whole, so that the payment path asks memory only. When reads fail the last good value stays, but not for
/// ever: what was revoked meanwhile must not count on, so beyond <see cref="StorageLimits.SnapshotAgeMax"/> nobody is served from it.
/// </summary>
/// <param name="read">Reads the whole value.</param>
/// <param name="clock">A clock whose time passes by itself, for the age and the poll; never PayGate's adjustable one.</param>
public sealed class PolledSnapshot<T>(Func<CancellationToken, Task<T>> read, TimeProvider clock)
    where T : class
{
    /// <summary>Revocations and new settings are effective everywhere after this.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile Reading? _last;

    /// <summary>False before the first read, and while the last one is too old.</summary>
    public bool IsFresh => _last is { } last && clock.GetElapsedTime(last.Started) <= StorageLimits.SnapshotAgeMax;

    /// <exception cref="StaleSnapshotException">There is none that is fresh.</exception>
    public T Current => _last is { } last && clock.GetElapsedTime(last.Started) <= StorageLimits.SnapshotAgeMax ? last.Value : throw new StaleSnapshotException();

    public async Task Refresh(CancellationToken cancellationToken)
    {
        // As old as its question: what was revoked while the answer was on its way may be missing in it.
        var started = clock.GetTimestamp();
        var reading = new Reading(await read(cancellationToken), started);
        lock (_gate)
        {
            // The poll and whoever has just made a key may ask at once; an older answer does not undo a newer one.
            _last = _last is { } last && last.Started > started ? last : reading;
        }
    }

    /// <summary>Polls until cancelled; a failed read is handed to the caller's log and tried again.</summary>
    public async Task Run(Action<Exception> failed, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await Refresh(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private sealed record Reading(T Value, long Started);
}

/// <summary>A snapshot could not be read for so long that it may no longer be used.</summary>
public sealed class StaleSnapshotException() : Exception("Keys or terms could not be read for too long."), ITransientFault
{
    public string Code => "storage_unavailable";

    public int RetryAfterSeconds => 1;
}
