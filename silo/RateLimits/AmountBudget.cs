using System.Collections.Immutable;
using PayGate.Grains.RateLimits;
using PayGate.RateLimits;

namespace PayGate.Silo.RateLimits;

/// <summary>
/// This process's lease of one budget. Amounts are taken from it in memory; who finds too little asks for another, one at a time. Nothing is taken from the old one
/// then any more, and it is given up as soon as all that was taken from it is committed or given back.
/// </summary>
/// <param name="ask">Asks the actor for so much, naming the leases that are not given up yet.</param>
/// <param name="clock">PayGate's.</param>
internal sealed class AmountBudget(Func<long, ImmutableArray<string>, CancellationToken, Task<Outcome<LeaseOffer>>> ask, TimeProvider clock) : IDisposable
{
    /// <summary>Between two questions while another payment, here or elsewhere, may be about to use what is missing. It is protected for a second only.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Questions in a row; more mean that others were granted what came free each time.</summary>
    private const int QuestionsMax = 200;

    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly Lock _gate = new();
    private readonly List<HeldLease> _old = [];
    private HeldLease? _held;

    public ValueTask<Outcome<AmountTake?>> Take(long amount, CancellationToken cancellationToken) =>
        TryTake(amount) is { } take ? ValueTask.FromResult<Outcome<AmountTake?>>(take) : new ValueTask<Outcome<AmountTake?>>(AskAndTake(amount, cancellationToken));

    public void Dispose() => _asking.Dispose();

    private async Task<Outcome<AmountTake?>> AskAndTake(long amount, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            for (var questions = 0; questions < QuestionsMax; questions++)
            {
                if (TryTake(amount) is { } take)
                {
                    return take;
                }

                var offered = await ask(amount, Retire(), cancellationToken);
                switch (offered)
                {
                    case { Refusal: { } refusal }:
                        return refusal;
                    case { Value.IsUnlimited: true }:
                        return (AmountTake?)null!;
                    case { Value: { LeaseId: { } leaseId } offer }:
                        Hold(new HeldLease(leaseId, offer.Amount, offer.ExpiresAt));
                        break;
                    default:
                        await Task.Delay(Pause, TimeProvider.System, cancellationToken);
                        break;
                }
            }
        }
        finally
        {
            _asking.Release();
        }

        throw new StorageUnavailableException("Other processes took what was left of a limit each time it was asked for.");
    }

    private AmountTake? TryTake(long amount)
    {
        lock (_gate)
        {
            if (_held is not { } lease || lease.Left < amount || lease.ExpiresAt <= clock.GetUtcNow())
            {
                return null;
            }

            lease.Left -= amount;
            lease.UnderWay++;
            return new AmountTake(lease.Id, end => End(lease, amount, end));
        }
    }

    private void Hold(HeldLease lease)
    {
        lock (_gate)
        {
            _held = lease;
        }
    }

    /// <summary>Nothing more is taken from the lease. Returns those that something was taken from which is under way.</summary>
    private ImmutableArray<string> Retire()
    {
        lock (_gate)
        {
            if (_held is { } lease)
            {
                _old.Add(lease);
                _held = null;
            }

            _old.RemoveAll(old => old.UnderWay == 0);
            return [.. _old.Select(old => old.Id)];
        }
    }

    private void End(HeldLease lease, long amount, TakeEnd end)
    {
        lock (_gate)
        {
            lease.UnderWay--;
            lease.Left += end == TakeEnd.GivenBack ? amount : 0;
            if (end == TakeEnd.LeaseLost && _held == lease)
            {
                _held = null;
            }
        }
    }

    private sealed class HeldLease(string id, long amount, DateTimeOffset expiresAt)
    {
        public string Id => id;

        public DateTimeOffset ExpiresAt => expiresAt;

        public long Left { get; set; } = amount;

        /// <summary>Taken in memory, and neither committed nor given back.</summary>
        public int UnderWay { get; set; }
    }
}
