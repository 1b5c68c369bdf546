using System.Diagnostics;
using Npgsql;

namespace PayGate.Silo.Hosting;

/// <summary>
/// A silo that starts beside a busy database, or before it, waits for it: one that ended at the first time-out would only be started again, to ask the same.
/// </summary>
internal static class StartPatience
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Takes the step again while it meets faults that pass; after the limit the last one surfaces.</summary>
    public static async Task<T> Take<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            try
            {
                return await step();
            }
            catch (Exception exception) when (Passes(exception) && watch.Elapsed < Limit)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="Take{T}"/>
    public static Task Take(Func<Task> step, CancellationToken cancellationToken) => Take(
        async () =>
        {
            await step();
            return true;
        },
        cancellationToken);

    private static bool Passes(Exception exception) =>
        exception is ITransientFault or TimeoutException or OrleansException or NpgsqlException { IsTransient: true };
}
