namespace PayGate.Bank.Tests.Support;

internal static class Ended
{
    /// <summary>Waits for the end of all tasks, whatever it is; then their state can be looked at.</summary>
    public static async Task Of(params IEnumerable<Task> tasks) => await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
