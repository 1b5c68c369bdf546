using System.Collections.Immutable;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Settlements;

namespace PayGate.Grains.Settlements;

/// <summary>One batch: each step is decided, committed once, and can be repeated.</summary>
public sealed class SettlementBatchGrain(
    IJournal journal, ISettlementMovements movements, IMerchantTerms terms, IFailpoints failpoints, TimeProvider clock) : Grain, ISettlementBatchGrain
{
    /// <summary>How long one call collects: its caller may be part of a sweep, in which others wait.</summary>
    private static readonly TimeSpan CollectingMax = TimeSpan.FromSeconds(1);

    private StreamBook<SettlementBatch, SettlementBatchEvent> _book = null!;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<SettlementBatch, SettlementBatchEvent>(Id, new SettlementBatchStream(), journal);
        return Task.CompletedTask;
    }

    public Task<bool> Close(CloseBatch command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        await Change(command.Tenant.MerchantId, new OpenBatch(Id, command), cancellationToken);
        return await Collect(cancellationToken);
    });

    public Task<bool> Resume(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return await Collect(cancellationToken);
    });

    public Task Wake(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current is { Tenant.MerchantId: var merchantId }
            && await Change(merchantId, new BeginBooking(), cancellationToken) is { Status: SettlementBatchStatus.Processing })
        {
            await failpoints.Reach(Failpoint.MidSettlement);
            await Change(merchantId, new BookNet(terms.IsActive(merchantId) ? null : BatchFailure.MerchantSuspended), cancellationToken);
        }

        return true;
    });

    private async Task<bool> Collect(CancellationToken cancellationToken)
    {
        if (_book.Current is not { Status: SettlementBatchStatus.Collecting, Tenant.MerchantId: var merchantId })
        {
            return true;
        }

        if (!await CollectedAll(cancellationToken))
        {
            return false;
        }

        await failpoints.Reach(Failpoint.MidSettlement);
        await Change(merchantId, new FinishBatch(await movements.Claimed(Id, cancellationToken)), cancellationToken);
        return true;
    }

    /// <summary>False when the time is up first.</summary>
    private async Task<bool> CollectedAll(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await movements.Claim(Id, cancellationToken) > 0)
        {
            if (TimeProvider.System.GetElapsedTime(started) > CollectingMax)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<SettlementBatch?> Change(string merchantId, SettlementBatchCommand command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Outcome<ImmutableArray<SettlementBatchEvent>> Decide(SettlementBatch? state) => SettlementBatchDecider.Decide(state, command, now);
        return (await _book.Change(merchantId, now, Decide, _ => null, cancellationToken)).Value;
    }

    private Task<T> Guarded<T>(Func<Task<T>> turn) => this.Turn(turn, () => _book.Current is not null);
}
