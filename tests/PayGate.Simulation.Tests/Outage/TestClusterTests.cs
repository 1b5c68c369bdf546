using Npgsql;

namespace PayGate.Simulation.Tests.Outage;

/// <summary>The server that outage tests harm is one of its own, is really restarted, and ends with its cluster.</summary>
public sealed class TestClusterTests
{
    [Fact]
    public async Task Restart_InEitherMode_IsAnotherServerOverTheSameData()
    {
        await using var cluster = await TestCluster.Start();
        await using var database = await cluster.CreateEmptyDatabase();
        await Ask(database, "create table kept as select 42 as value");
        var starts = new HashSet<object?> { await Ask(database, "select pg_postmaster_start_time()") };

        foreach (var mode in new[] { "fast", "immediate" })
        {
            await cluster.Restart(mode);
            Assert.True(starts.Add(await Ask(database, "select pg_postmaster_start_time()")));
            Assert.Equal(42, await Ask(database, "select value from kept"));
        }
    }

    [Fact]
    public async Task Dispose_WithADatabase_EndsTheServer()
    {
        var cluster = await TestCluster.Start();
        var database = await cluster.CreateEmptyDatabase();
        Assert.Equal(1, await Ask(database, "select 1"));

        await cluster.DisposeAsync();

        await Assert.ThrowsAsync<NpgsqlException>(() => Ask(database, "select 1"));
    }

    private static async Task<object?> Ask(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Owner) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
