namespace PayGate.DueWork;

/// <summary>
/// One shard of the work that time makes due, keyed by its number. It owns nothing: it finds due rows and wakes their actors, and the version check of each
/// commit makes doubles harmless.
/// </summary>
[Alias("paygate.IDueWorkGrain")]
public interface IDueWorkGrain : IGrainWithStringKey
{
    /// <summary>Starts the shard's timer if it does not run, and sweeps once. Returns the number of actors woken.</summary>
    [Alias("sweep")]
    Task<int> Sweep(CancellationToken cancellationToken);
}
