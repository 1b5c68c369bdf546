using PayGate.Grains.Acquiring;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Payouts;
using PayGate.Wire.V1;

namespace PayGate.Grains.Payouts;

/// <summary>One payout: decides, commits once, then answers. That the bank is told is committed before it is, and it is told again until it has answered.</summary>
public sealed class PayoutGrain(
    IJournal journal, IPayableBalances balances, IPayoutBank bank, IMerchantTerms terms, IFailpoints failpoints, TimeProvider clock) : Grain, IPayoutGrain
{
    private StreamBook<Payout, PayoutEvent> _book = null!;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<Payout, PayoutEvent>(Id, new PayoutStream(), journal);
        return Task.CompletedTask;
    }

    // A new id has no row, so nothing is read first.
    public Task<Outcome<Answer>> Create(CreatePayout command, CancellationToken cancellationToken) => Guarded<Outcome<Answer>>(async () =>
    {
        var opened = await Open(command, automatic: false, cancellationToken);
        return opened.IsSuccess ? opened.Value.ToAnswer(command.Request) : opened.Refusal;
    });

    public Task<bool> CreateAutomatic(CreateAutomaticPayout command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return _book.Current is not null || await OpenAutomatic(command, cancellationToken);
    });

    public Task<Outcome<Answer>> Update(UpdatePayout command, CancellationToken cancellationToken) =>
        For(command.Tenant, new ChangePayout(command.Metadata, command.Request), command.Request, cancellationToken);

    public Task<Outcome<Answer>> Cancel(CancelPayout command, CancellationToken cancellationToken) =>
        For(command.Tenant, new WithdrawPayout(NewTransaction(command.Tenant), command.Request), command.Request, cancellationToken);

    public Task Wake(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current is { } payout)
        {
            await Change(payout.Tenant, new SendPayout(), null, cancellationToken);
            await Tell(cancellationToken);
            await Change(payout.Tenant, new ArrivePayout(), null, cancellationToken);
        }

        return true;
    });

    /// <summary>What a refund request or another payout took in between is left out, and the rest goes.</summary>
    private async Task<bool> OpenAutomatic(CreateAutomaticPayout command, CancellationToken cancellationToken)
    {
        for (var amount = command.Amount; amount.IsPositive;)
        {
            var create = new CreatePayout { Tenant = command.Tenant, Amount = amount, Request = RequestInfo.None };
            var opened = await Open(create, automatic: true, cancellationToken);
            if (opened.Refusal?.Code != JournalRefusals.BalanceInsufficient.Code)
            {
                return opened.IsSuccess;
            }

            var left = (await balances.Payable(command.Tenant, cancellationToken)).Single(payable => payable.Currency == command.Amount.Currency);
            amount = left != amount ? left : throw new InvalidOperationException($"The balance of {command.Tenant.MerchantId} shows {left}, and does not cover it.");
        }

        return false;
    }

    private async Task<Outcome<Payout>> Open(CreatePayout asked, bool automatic, CancellationToken cancellationToken)
    {
        var merchant = MerchantStream.ReadState((await journal.Load(StreamKind.Merchant, asked.Tenant.MerchantId, cancellationToken))!.State);
        if (merchant.BankAccountFor(asked.Amount.Currency, asked.Tenant.Livemode) is not { } account)
        {
            return PayoutRefusals.NoAccount(asked.Amount.Currency);
        }

        if (asked.Destination is not null && asked.Destination != account.Id)
        {
            return PayoutRefusals.NoSuchDestination;
        }

        if (!(await balances.Payable(asked.Tenant, cancellationToken)).Any(payable => payable.Currency == asked.Amount.Currency && payable >= asked.Amount))
        {
            return JournalRefusals.BalanceInsufficient with { Param = "amount" };
        }

        var open = new OpenPayout(
            Id,
            asked,
            automatic,
            new PayoutDestination { Id = account.Id, BankName = account.BankName, Country = account.Country, Last4 = account.Last4 },
            PayoutTimes.Of(clock.GetUtcNow(), automatic, terms.ZoneOf(merchant.Id)),
            NewTransaction(asked.Tenant));
        var opened = await Change(asked.Tenant, open, asked.Request, cancellationToken);
        return opened.Refusal == JournalRefusals.BalanceInsufficient ? opened.Refusal! with { Param = "amount" } : opened;
    }

    /// <summary>Tells the bank, or asks what became of it, under the same reference. Silence leaves everything as it is, and due.</summary>
    private async Task Tell(CancellationToken cancellationToken)
    {
        if (_book.Current is not { Status: PayoutStatus.InTransit, TraceId: null } payout)
        {
            return;
        }

        var merchant = MerchantStream.ReadState((await journal.Load(StreamKind.Merchant, payout.Tenant.MerchantId, cancellationToken))!.State);
        var order = new TransferOrder
        {
            Reference = payout.Id,
            MerchantId = merchant.Id,
            AccountNumber = merchant.BankAccountOf(payout.Destination.Id, payout.Amount.Currency).Number,
            Amount = payout.Amount,
        };
        await failpoints.Reach(Failpoint.BeforeBank);
        try
        {
            var answer = await bank.Transfer(order, cancellationToken);
            await failpoints.Reach(Failpoint.AfterBank);
            PayoutCommand outcome = answer.Accepted ? new AcceptTransfer(answer.TraceId) : new RefuseTransfer(answer.Reason, NewTransaction(payout.Tenant));
            await Change(payout.Tenant, outcome, null, cancellationToken);
        }
        catch (OutcomeUnknownException)
        {
            // It stays in transit, and the next sweep asks again.
        }
    }

    /// <summary>Another merchant's payout, one of the other mode and an unknown one are refused alike.</summary>
    private Task<Outcome<Answer>> For(Tenant tenant, PayoutCommand command, RequestInfo request, CancellationToken cancellationToken) => Guarded<Outcome<Answer>>(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current?.Tenant != tenant)
        {
            return PayoutRefusals.NoSuchPayout;
        }

        var changed = await Change(tenant, command, request, cancellationToken);
        return changed.IsSuccess ? changed.Value.ToAnswer(request) : changed.Refusal;
    });

    private Task<Outcome<Payout>> Change(Tenant tenant, PayoutCommand command, RequestInfo? request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return _book.Change(
            tenant.MerchantId,
            now,
            state => PayoutDecider.Decide(state, command, now),
            next => request is null ? null : IdempotencyWrites.Done(request, Id, next.ToAnswer(request), clock),
            cancellationToken);
    }

    private string NewTransaction(Tenant tenant) => ObjectId.New("txn", tenant.MerchantId, clock.GetUtcNow());

    private Task<T> Guarded<T>(Func<Task<T>> turn) => this.Turn(turn, () => _book.Current is not null);
}
