using Microsoft.Extensions.Logging.Abstractions;
using PayGate.Grains.Journal;
using PayGate.Grains.RateLimits;
using PayGate.PaymentIntents;
using PayGate.RateLimits;
using PayGate.Silo.Faults;
using PayGate.Silo.RateLimits;
using PayGate.Silo.Storage;

namespace PayGate.Postgres.Tests;

/// <summary>
/// Goal: several processes share one limit and never exceed it, and what fits is approved. Method: processes with writers, leases and pools of their own pay at once
/// from one limit, some die with what they hold; the database's rows say what was taken, and at the end the limit is filled to the last cent.
/// </summary>
public sealed class LeaseRaceTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    private const long Daily = 100_000;

    [Fact]
    public async Task Take_ByThreeProcessesOfWhichSomeDie_FillsTheLimitExactly()
    {
        await using var office = await Office.Open(fixture, Daily);
        var processes = (await Task.WhenAll(Enumerable.Range(0, 3).Select(number => Process.Start(fixture, office, $"{number}")))).ToList();
        try
        {
            var results = new List<bool>();
            for (var round = 0; round < 6; round++)
            {
                var running = processes.SelectMany((process, number) =>
                    Enumerable.Range(0, 20).Select(payment => process.Pay(101 + ((payment * 37 + number * 211 + round * 7) % 700)))).ToList();
                results.AddRange(await Task.WhenAll(running));
                Assert.InRange(await Used(office), results.Count(paid => paid) * 101L, Daily);
                // It dies with a lease in its hands; another one begins without.
                await processes[round % 3].DisposeAsync();
                processes[round % 3] = await Process.Start(fixture, office, $"after {round}");
            }

            Assert.Contains(false, results);
            Assert.True(await Used(office) > Daily - 801, "An amount that fits was refused.");
            var left = Daily - await Used(office);
            Assert.True(left == 0 || await processes[0].Pay(left));
            Assert.False(await processes[1].Pay(1));
            Assert.Equal(Daily, await Used(office));
        }
        finally
        {
            foreach (var process in processes)
            {
                await process.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Commit_UnderALeaseThatWasClosed_IsLost_AndCostsItsNeighboursNothing()
    {
        await using var office = await Office.Open(fixture, Daily);
        var ask = new AskForLease { Holder = "a", Need = Daily };
        var lost = (await office.Lease(ask, CancellationToken.None)).Value!.LeaseId!;
        var lease = (await office.Lease(ask with { Holder = "a" }, CancellationToken.None)).Value!.LeaseId!;

        var results = await Task.WhenAll(new[] { lost, lease }.Select(id => fixture.Journal.Commit(Payment(office, id, 100), CancellationToken.None)));
        var tooMuch = await fixture.Journal.Commit(Payment(office, lease, Daily - 99), CancellationToken.None);

        Assert.Equal([CommitResult.LeaseLost, CommitResult.Committed], results);
        Assert.Equal(CommitResult.LeaseLost, tooMuch);
        Assert.Equal(100, await Used(office));
    }

    private Task<long> Used(Office office) =>
        fixture.Ask<long>($"select coalesce(sum(used), 0)::bigint from paygate.amount_leases where merchant_id = '{office.Key.Tenant.MerchantId}'");

    /// <summary>The smallest commit that takes an amount.</summary>
    private static JournalCommit Payment(Office office, string leaseId, long amount)
    {
        var id = JournalFixture.NewId();
        return JournalFixture.Merchant(id) with
        {
            Index = [AmountMoveRow.Take(office.Key.Tenant.MerchantId, id, leaseId, new Money(amount, Currency.Usd))],
        };
    }

    /// <summary>The actor: one question at a time.</summary>
    private sealed class Office : IAsyncDisposable
    {
        private readonly SemaphoreSlim _turn = new(1, 1);
        private readonly StreamBook<RateLimitState, RateLimitEvent> _book;
        private readonly LeaseDesk _desk;

        private readonly SiloDatabase _database;

        private Office(LimitKey key, JournalFixture fixture)
        {
            (Key, _database) = (key, new SiloDatabase(fixture.Database.Silo));
            _book = new StreamBook<RateLimitState, RateLimitEvent>(key.ToString(), new RateLimitStream(), fixture.Journal);
            _desk = new LeaseDesk(key, _book, new AmountLeases(_database));
        }

        public LimitKey Key { get; }

        public static async Task<Office> Open(JournalFixture fixture, long daily)
        {
            var key = new LimitKey(new Tenant { MerchantId = JournalFixture.NewId(), Livemode = false }, Currency.Usd);
            var office = new Office(key, fixture);
            var (now, set) = (TimeProvider.System.GetUtcNow(), new IntegerPatch(daily));
            await office._book.Change(
                key.Tenant.MerchantId, now,
                state => RateLimitDecider.Decide(state, new SetLimits(key, set, default, Periods(now), RequestInfo.None), now), _ => null, CancellationToken.None);
            return office;
        }

        public async Task<Outcome<LeaseOffer>> Lease(AskForLease ask, CancellationToken cancellationToken)
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                var now = TimeProvider.System.GetUtcNow();
                return await _desk.Lease(ask, Periods(now), now, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            _turn.Dispose();
            await _database.DisposeAsync();
        }

        /// <summary>One long day, so that no midnight falls into the test.</summary>
        private static LocalPeriods Periods(DateTimeOffset now)
        {
            var (start, end) = (new DateTimeOffset(now.Year, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(now.Year + 1, 1, 2, 0, 0, 0, TimeSpan.Zero));
            return new LocalPeriods(start, end, start, end);
        }
    }

    private sealed class Process : IAmountBudgets, IAsyncDisposable
    {
        private readonly Office _office;
        private readonly SiloDatabase _database;
        private readonly GroupJournal _journal;
        private readonly AmountBudget _budget;

        private Process(JournalFixture fixture, Office office, string name)
        {
            _office = office;
            _database = new SiloDatabase(fixture.Database.Silo);
            _journal = new GroupJournal(
                new JournalTransaction(_database, fixture.Keeper), new HeadReader(_database), new Failpoints(null, sandbox: true), NullLogger<GroupJournal>.Instance);
            _budget = new AmountBudget(
                (need, keeps, cancellationToken) => office.Lease(new AskForLease { Holder = name, Need = need, Keeps = keeps }, cancellationToken), TimeProvider.System);
        }

        public static async Task<Process> Start(JournalFixture fixture, Office office, string name)
        {
            var process = new Process(fixture, office, name);
            await process._journal.StartAsync(CancellationToken.None);
            return process;
        }

        public ValueTask<Outcome<AmountTake?>> Take(Tenant tenant, Money amount, CancellationToken cancellationToken) =>
            _budget.Take(amount.MinorUnits, cancellationToken);

        public Task Refresh(CancellationToken cancellationToken) => Task.CompletedTask;

        /// <summary>False when the limit has no room.</summary>
        public async Task<bool> Pay(long minorUnits)
        {
            var (tenant, amount) = (_office.Key.Tenant, new Money(minorUnits, Currency.Usd));
            var taken = await Take(tenant, amount, CancellationToken.None);
            if (!taken.IsSuccess)
            {
                return false;
            }

            var paid = await this.Commit<bool>(tenant, amount, taken.Value, async lease => await _journal.Commit(
                Payment(_office, lease!, minorUnits), CancellationToken.None) switch
                {
                    CommitResult.Committed => true,
                    CommitResult.LeaseLost => JournalRefusals.LeaseLost,
                    var other => throw new InvalidOperationException($"{other}"),
                }, CancellationToken.None);
            return paid.IsSuccess;
        }

        public async ValueTask DisposeAsync()
        {
            await _journal.StopAsync(CancellationToken.None);
            _journal.Dispose();
            _budget.Dispose();
            await _database.DisposeAsync();
        }
    }
}
