namespace PayGate.Snapshots;

/// <summary>
/// Something small read again every second and swapped whole, so that the payment path asks memory only. When a read fails the last good value stays, and
/// <see cref="ReadAt"/> tells how old it is.
/// </summary>
/// <param name="read">Reads the whole value.</param>
/// <param name="empty">What is seen before the first read.</param>
/// <param name="clock">The wall clock.</param>
public sealed class PolledSnapshot<T>(Func<CancellationToken, Task<T>> read, T empty, TimeProvider clock)
    where T : class
{
    /// <summary>Revocations and new settings are effective everywhere after this.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private volatile T _current = empty;

    public T Current => _current;

    /// <summary>When the value was last read; null before the first time.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    public async Task Refresh(CancellationToken cancellationToken)
    {
        _current = await read(cancellationToken);
        ReadAt = clock.GetUtcNow();
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
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
