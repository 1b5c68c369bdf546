using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.TestingHost;
using PayGate.DueWork;
using PayGate.Engine;
using PayGate.Grains.DueWork;
using PayGate.Testing;

namespace PayGate.Postgres.Tests;

/// <summary>Orleans' reminders as rows of table orleans.reminder, and the shard of due work that they wake when nothing else does.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Parse("duework/7");

    /// <summary>A silo that takes longer to start than the reminder's start lies ahead waits for its next time, a minute later.</summary>
    private static readonly TimeSpan WakeLimit = TimeSpan.FromSeconds(90);

    private readonly SweepWatch _rows = new();
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresServer.CreateDatabase();

    public Task DisposeAsync() => _database.DisposeAsync().AsTask();

    [Fact]
    public async Task Row_WrittenAgain_IsReadAsWritten_UnderANewETag()
    {
        await using var silo = await StartSilo();
        var table = Table(silo);
        var first = await table.UpsertRow(Entry(TimeSpan.FromMinutes(1)));
        var second = await table.UpsertRow(Entry(TimeSpan.FromDays(40)));
        var read = (await table.ReadRow(Grain, "wake"))!;
        Assert.NotEqual(first, second);
        Assert.Equal((second, TimeSpan.FromDays(40), Entry(default).StartAt), (read.ETag, read.Period, read.StartAt));
        Assert.Equal(Grain, Assert.Single((await table.ReadRows(Grain)).Reminders).GrainId);
        Assert.Single((await table.ReadRows(0, 0)).Reminders);
    }

    [Fact]
    public async Task Remove_UnderAnOldETag_KeepsTheRow()
    {
        await using var silo = await StartSilo();
        var table = Table(silo);
        var first = (await table.UpsertRow(Entry(TimeSpan.FromMinutes(1))))!;
        var second = (await table.UpsertRow(Entry(TimeSpan.FromMinutes(1))))!;
        Assert.False(await table.RemoveRow(Grain, "wake", first));
        Assert.True(await table.RemoveRow(Grain, "wake", second));
        Assert.Null(await table.ReadRow(Grain, "wake"));
    }

    /// <summary>Goal: the last resort works. A shard is swept once, its silo ends, and of the next silo nobody asks anything; only the clock goes on.</summary>
    [Fact]
    public async Task Shard_ThatNobodyWakes_IsWokenByItsReminder_AfterARestart()
    {
        await using (var first = await StartSilo())
        {
            await first.Client.GetGrain<IDueWorkGrain>("7").Sweep(CancellationToken.None);
        }

        Assert.Equal(1, _rows.Sweeps);
        await LetTheReminderBeDue();
        await using var second = await StartSilo();

        await _rows.Second.WaitAsync(WakeLimit);
    }

    private static IReminderTable Table(InProcessTestCluster silo) => silo.GetSiloServiceProvider().GetRequiredService<IReminderTable>();

    private static ReminderEntry Entry(TimeSpan period) =>
        new() { GrainId = Grain, ReminderName = "wake", StartAt = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc), Period = period };

    /// <summary>In a second, and every minute from then on: a silo that takes longer to start waits for the next.</summary>
    private async Task LetTheReminderBeDue()
    {
        await using var connection = new NpgsqlConnection(_database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("update orleans.reminder set start_time = now() + interval '1 second', period = 60000", connection);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private async Task<InProcessTestCluster> StartSilo()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ServiceId = ClusterConnections.ServiceId;
        builder.ConfigureSilo((_, silo) => silo
            .UseAdoNetReminderService(options =>
                (options.Invariant, options.ConnectionString) = (ClusterConnections.Invariant, ClusterConnections.Database(_database.Silo)))
            .ConfigureServices(services => services.AddSingleton<IDueRows>(_rows).AddSingleton(TimeProvider.System)));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Nothing is ever due; it counts the sweeps.</summary>
    private sealed class SweepWatch : IDueRows
    {
        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _sweeps;

        public int Sweeps => _sweeps;

        public Task Second => _second.Task;

        public Task<IReadOnlyList<string>> Find(short shard, DateTimeOffset now, int limit, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref _sweeps) > 1)
            {
                _second.TrySetResult();
            }

            return Task.FromResult<IReadOnlyList<string>>([]);
        }
    }
}
