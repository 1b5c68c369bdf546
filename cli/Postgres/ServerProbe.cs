using System.Diagnostics;
using Npgsql;

namespace PayGate.Cli.Postgres;

/// <summary>Waits until a server accepts a login; a server that is in crash recovery says so and is waited for.</summary>
public static class ServerProbe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>False when it no longer lives or did not answer in time.</summary>
    /// <exception cref="PostgresException">The server answers, and refuses the login.</exception>
    public static async Task<bool> AnswersAsync(string connectionString, Func<bool> lives, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var withoutPool = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        using var timer = new PeriodicTimer(Interval);
        var watch = Stopwatch.StartNew();
        do
        {
            try
            {
                await using var connection = new NpgsqlConnection(withoutPool);
                await connection.OpenAsync(cancellationToken);
                return true;
            }
            catch (NpgsqlException exception) when (exception.IsTransient && watch.Elapsed < timeout)
            {
                if (!lives())
                {
                    return false;
                }
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));

        return false;
    }
}
