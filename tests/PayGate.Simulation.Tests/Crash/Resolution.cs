using Npgsql;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>When each operation that a kill left open came to its end, from the events.</summary>
internal static class Resolution
{
    /// <param name="auditConnectionString">Where to read.</param>
    /// <param name="kills">What each kill left open.</param>
    /// <param name="lastStart">When the gateway was started that was not killed.</param>
    /// <returns>For each operation the seconds from the first kill that left it open, and from the last start, which is negative when an earlier run ended it.</returns>
    public static async Task<IReadOnlyList<(double SinceKill, double SinceLastStart)>> Seconds(
        string auditConnectionString, IEnumerable<KillReport> kills, DateTimeOffset lastStart)
    {
        await using var source = NpgsqlDataSource.Create(auditConnectionString);
        var seconds = new List<(double SinceKill, double SinceLastStart)>();
        foreach (var (open, killed) in kills.SelectMany(kill => kill.Open.Select(open => (Open: open, kill.At))).DistinctBy(pair => pair.Open))
        {
            await using var command = source.CreateCommand("select min(at) from audit.events where stream_id = $1 and seq > $2");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = open.Id });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = open.Version });
            var ended = (DateTime)(await command.ExecuteScalarAsync())!;
            seconds.Add(((ended - killed.UtcDateTime).TotalSeconds, (ended - lastStart.UtcDateTime).TotalSeconds));
        }

        return seconds;
    }
}
