using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.Journal;
using PayGate.Grains.RateLimits;
using PayGate.RateLimits;
using PayGate.Testing;
using static PayGate.Domain.Tests.RateLimits.GivenLimit;

namespace PayGate.Domain.Tests.RateLimits;

/// <summary>
/// Goal: whatever several processes take, give back, forget and find out, a day or month never has more than its limit, and an amount that fits is never refused.
/// Method: random steps of three processes against the real desk, over rows that keep the database's rules; every refusal is compared with what is truly used.
/// </summary>
public sealed class RandomLeaseTests
{
    private const long Daily = 1_000;
    private const long Monthly = 2_600;
    private const int Steps = 1_500;

    private readonly MemoryLeases _database = new();
    private readonly List<Process> _processes = [new("0"), new("1"), new("2")];
    private readonly List<(string Lease, long Amount)> _asked = [];
    private DateTimeOffset _now = Given.Start;
    private int _refusals;
    private int _names = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Leases_OverRandomSteps_StayWithinTheLimits_AndRefuseNothingThatFits(int seed)
    {
        var choice = new SeededChoice((ulong)seed);
        var book = new StreamBook<RateLimitState, RateLimitEvent>(Key.ToString(), new RateLimitStream(), _database);
        var desk = new LeaseDesk(Key, book, _database);
        await book.Change(Key.Tenant.MerchantId, _now, state => RateLimitDecider.Decide(state, Set(Daily, Monthly), _now), _ => null, CancellationToken.None);

        for (var step = 0; step < Steps; step++)
        {
            var process = _processes[choice.Below(_processes.Count)];
            switch (choice.Below(16))
            {
                case < 6:
                    await Pay(desk, process, choice.Of(1L, 7, 60, 150, 400));
                    break;
                case < 9:
                    process.CommitOne(_database, _asked);
                    break;
                case < 12:
                    Settle(choice);
                    break;
                case 12:
                    process.GiveBackOne();
                    break;
                case 13:
                    _processes[_processes.IndexOf(process)] = new Process($"{_names++}");
                    break;
                case 14:
                    _now += choice.Of(TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));
                    break;
                default:
                    _now += choice.Below(6) == 0 ? TimeSpan.FromHours(choice.Of(5, 24, 24 * 9)) : TimeSpan.Zero;
                    break;
            }

            var periods = PeriodsAt(_now);
            Assert.InRange(_database.UsedOf(periods.DayStart), 0, Daily);
            Assert.InRange(_database.UsedOfMonth(periods.MonthStart), 0, Monthly);
        }

        Assert.InRange(_refusals, 20, Steps);
    }

    /// <summary>As a process does it: from its own lease, else from another, which it asks for.</summary>
    private async Task Pay(LeaseDesk desk, Process process, long amount)
    {
        if (process.Take(amount, _now))
        {
            return;
        }

        var offer = await desk.Lease(process.Ask(amount), PeriodsAt(_now), _now, CancellationToken.None);
        if (offer.IsSuccess)
        {
            process.Hold(offer.Value!);
            Assert.Equal(offer.Value!.LeaseId is not null, process.Take(amount, _now));
            return;
        }

        _refusals++;
        var periods = PeriodsAt(_now);
        var left = Math.Min(Daily - _database.UsedOf(periods.DayStart), Monthly - _database.UsedOfMonth(periods.MonthStart));
        Assert.True(amount > left, $"{amount} was refused while {left} were left.");
    }

    private void Settle(SeededChoice choice)
    {
        if (_asked.Count > 0)
        {
            var index = choice.Below(_asked.Count);
            var (lease, amount) = _asked[index];
            _asked.RemoveAt(index);
            _database.Settle(lease, choice.Below(3) == 0 ? choice.Of(amount, amount / 2) : 0);
        }
    }

    /// <summary>One process: a lease, and what it took from it or from older ones and has not committed yet.</summary>
    private sealed class Process(string name)
    {
        private readonly List<(string Lease, long Amount)> _underWay = [];
        private LeaseOffer? _held;
        private long _left;

        public AskForLease Ask(long need) => GivenLimit.Ask(name, need, [.. _underWay.Select(take => take.Lease).Distinct()]);

        public void Hold(LeaseOffer offer) => (_held, _left) = (offer.LeaseId is null ? null : offer, offer.Amount);

        public bool Take(long amount, DateTimeOffset now)
        {
            if (_held is not { LeaseId: { } lease } || _left < amount || _held.ExpiresAt <= now)
            {
                return false;
            }

            _left -= amount;
            _underWay.Add((lease, amount));
            return true;
        }

        /// <summary>A commit that comes too late for its lease is lost, and the payment would take the amount again.</summary>
        public void CommitOne(MemoryLeases database, List<(string Lease, long Amount)> asked)
        {
            if (_underWay is not [var first, ..])
            {
                return;
            }

            _underWay.RemoveAt(0);
            if (database.Take(first.Lease, first.Amount))
            {
                asked.Add(first);
            }
            else if (_held?.LeaseId == first.Lease)
            {
                _held = null;
            }
        }

        public void GiveBackOne()
        {
            if (_underWay is [var first, ..])
            {
                _underWay.RemoveAt(0);
                _left += _held?.LeaseId == first.Lease ? first.Amount : 0;
            }
        }
    }
}
