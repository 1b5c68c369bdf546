using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PayGate.Silo.Hosting;
using PayGate.Silo.Storage;
using PayGate.Testing;

namespace PayGate.Postgres.Tests;

public sealed class StartPatienceTests
{
    [Fact]
    public async Task Take_WhileTheStepMeetsFaultsThatPass_TakesItAgain()
    {
        var tries = 0;

        var answer = await StartPatience.Take(
            () => ++tries < 3 ? Task.FromException<int>(new StorageUnavailableException("away")) : Task.FromResult(tries), CancellationToken.None);

        Assert.Equal(3, answer);
    }

    [Fact]
    public async Task Take_WhenTheStepIsWrong_SurfacesItsFaultAtOnce()
    {
        var tries = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(() => StartPatience.Take(
            () =>
            {
                tries++;
                return Task.FromException(new InvalidOperationException("wrong"));
            },
            CancellationToken.None));

        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task Start_OfThePartitionKeeper_WaitsForADatabaseThatIsAway()
    {
        await using var database = await PostgresServer.CreateDatabase();
        await using var proxy = new DatabaseProxy(new NpgsqlConnectionStringBuilder(database.Silo).Port);
        proxy.Switch(ProxyMode.Closed);
        await using var silo = new SiloDatabase(proxy.Through(database.Silo));
        using var keeper = new PartitionKeeper(silo, TimeProvider.System, NullLogger<PartitionKeeper>.Instance);

        var start = keeper.StartAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => keeper.Extend(CancellationToken.None));

        Assert.False(start.IsCompleted);
        proxy.Switch(ProxyMode.Open);
        await start;
        await keeper.StopAsync(CancellationToken.None);
    }
}
