using Npgsql;

namespace PayGate.Bank.Tests.Support;

internal static class Readiness
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Returns once the server takes connections again; a server in recovery refuses them with a state of its own.</summary>
    public static async Task Of(NpgsqlDataSource source)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            try
            {
                await using var command = source.CreateCommand("select 1");
                await command.ExecuteScalarAsync();
                return;
            }
            catch (NpgsqlException exception) when (exception.IsTransient && TimeProvider.System.GetElapsedTime(started) < Deadline)
            {
                await pause.WaitForNextTickAsync();
            }
        }
    }
}
