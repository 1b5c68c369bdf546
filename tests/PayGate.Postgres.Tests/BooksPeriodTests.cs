using System.Globalization;
using Npgsql;
using PayGate.Grains.Journal;
using PayGate.Silo.Books;
using PayGate.Silo.Storage;

namespace PayGate.Postgres.Tests;

/// <summary>Goal: a closed period never gets another fact, and no fact is refused or missed because one is closed.</summary>
public sealed class BooksPeriodTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    private const string WaitingToClose =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'select paygate.close_period%'";

    private static readonly DateTimeOffset Closed = new(2030, 1, 8, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Close_WaitsForFactsThatAreUnderWay_AndTheyBelongToThePeriod()
    {
        await using var silo = new SiloDatabase(fixture.Database.Silo);
        var periods = new BooksPeriods(silo);
        var (number, _) = await periods.Open(CancellationToken.None);
        await using var writer = await fixture.Silo.OpenConnectionAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await Insert(writer, "slow_1");

        var closing = periods.Close(number, Closed, CancellationToken.None);
        await fixture.Until(WaitingToClose);
        await Insert(writer, "slow_2");
        await transaction.CommitAsync();

        Assert.True(await closing);
        Assert.Equal(number, await PeriodOf("slow_1"));
        Assert.Equal(number, await PeriodOf("slow_2"));
        await Insert(writer, "next");
        Assert.Equal(number + 1, await PeriodOf("next"));
        Assert.Equal((number + 1, Closed), await periods.Open(CancellationToken.None));
    }

    [Fact]
    public async Task Close_OfTwoAtOnce_ClosesOnce()
    {
        await using var silo = new SiloDatabase(fixture.Database.Silo);
        var periods = new BooksPeriods(silo);
        var (number, _) = await periods.Open(CancellationToken.None);

        var closed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => periods.Close(number, Closed, CancellationToken.None)));

        Assert.Equal(1, closed.Count(done => done));
        Assert.Equal(number + 1, (await periods.Open(CancellationToken.None)).Number);
    }

    [Fact]
    public async Task ClosedPeriods_StayAsTheyWere_UnderManyWriters_AndMissNoFact()
    {
        await using var silo = new SiloDatabase(fixture.Database.Silo);
        var periods = new BooksPeriods(silo);
        var before = await fixture.Ask<long>("select count(*) from paygate.events");
        var (first, _) = await periods.Open(CancellationToken.None);
        var writing = Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Write(50)));
        var seen = new List<(long Number, long Facts, string Root)>();
        while (!writing.IsCompleted)
        {
            var (number, _) = await periods.Open(CancellationToken.None);
            await periods.Close(number, Closed, CancellationToken.None);
            seen.Add(await Summary(periods, number));
        }

        await writing;
        var (last, _) = await periods.Open(CancellationToken.None);
        Assert.True(seen.Count > 3);
        foreach (var one in seen.Where(one => one.Number > 1))
        {
            Assert.Equal(one, await Summary(periods, one.Number));
        }

        Assert.Equal(
            before + (16 * 50), await fixture.Ask<long>(string.Create(CultureInfo.InvariantCulture, $"select count(*) from paygate.events where period between 1 and {last}")));
        Assert.True(last > first);
    }

    private async Task Write(int count)
    {
        for (var number = 0; number < count; number++)
        {
            Assert.Equal(CommitResult.Committed, await fixture.Journal.Commit(JournalFixture.Merchant(JournalFixture.NewId()), CancellationToken.None));
        }
    }

    private static async Task<(long Number, long Facts, string Root)> Summary(BooksPeriods periods, long number)
    {
        var tree = await periods.Tree(number, CancellationToken.None);
        return (number, tree.Count, Convert.ToHexStringLower(tree.Root()));
    }

    /// <summary>As the journal writes it.</summary>
    private static async Task Insert(NpgsqlConnection connection, string stream)
    {
        await using var command = new NpgsqlCommand(
            $"""
            insert into paygate.events (stream_id, seq, stream_created, merchant_id, type, data, hash, at, period)
              values ('{stream}', 1, now(), 'm', 't', '{"{}"}', sha256('1'), now(), (select number from paygate.books_period))
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    private Task<long> PeriodOf(string stream) => fixture.Ask<long>($"select period from paygate.events where stream_id = '{stream}'");
}
