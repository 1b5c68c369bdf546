using System.Diagnostics;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Support;

internal static class Quiet
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until everything that has begun has ended and gives the seconds that took.</summary>
    public static async Task<double> Await(TestDatabase database, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(Interval);
        while (await BooksAudit.FindInFlight(database.Audit) is { Count: > 0 } open)
        {
            Assert.True(watch.Elapsed < limit, $"Still open after {limit.TotalSeconds} s: {string.Join(", ", open)}");
            await pause.WaitForNextTickAsync();
        }

        return watch.Elapsed.TotalSeconds;
    }
}
