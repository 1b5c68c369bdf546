using PayGate.CardTokens;
using PayGate.Grains.Acquiring;
using PayGate.Grains.CardTokens;
using PayGate.Grains.Customers;
using PayGate.Grains.Disputes;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.Keys;
using PayGate.Grains.Merchants;
using PayGate.Grains.Quotes;
using PayGate.Grains.RateLimits;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.PaymentIntents;

/// <summary>One payment: each command decides, commits once, then answers; the bank is called between two commits.</summary>
public sealed class PaymentIntentGrain(
    IJournal journal, IAcquirer acquirer, IMerchantTerms terms, IAmountBudgets budgets, ICardVault vault, IFailpoints failpoints, TimeProvider clock)
    : Grain, IPaymentIntentGrain
{
    private PaymentMethods _methods = null!;
    private PaymentBook _book = null!;
    private BankCalls _bank = null!;
    private AttemptFlow _attempts = null!;
    private ApprovalDebts _debts = null!;
    private DisputeDebts _disputes = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _methods = new PaymentMethods(GrainFactory, vault, clock);
        _book = new PaymentBook(this.GetPrimaryKeyString(), journal, clock);
        _bank = new BankCalls(_book, acquirer, failpoints, clock);
        _attempts = new AttemptFlow(this.GetPrimaryKeyString(), _book, _bank, _methods, acquirer, terms, budgets, clock);
        _debts = new ApprovalDebts(_book, GrainFactory);
        _disputes = new DisputeDebts(_book, acquirer, journal, GrainFactory, terms, failpoints, clock);
        return Task.CompletedTask;
    }

    // A new id has no row, so nothing is read first; if it has one after all, the expected version of the commit finds out.
    public Task<Outcome<Answer>> Create(CreatePaymentIntent command, CancellationToken cancellationToken) =>
        Guarded(async () =>
        {
            if (command.Quote is not { } quote)
            {
                return await Open(command, cancellationToken);
            }

            var cited = await journal.Cite(quote, command.Tenant, command.Amount, clock.GetUtcNow(), cancellationToken);
            return cited.IsSuccess ? await Open(command with { Details = command.Details with { Quote = cited.Value } }, cancellationToken) : cited.Refusal;
        });

    public Task<Outcome<Answer>> Confirm(ConfirmPaymentIntent command, CancellationToken cancellationToken) => For(command.Tenant, async current =>
    {
        current = (await _book.Recall(payment => PaymentIntentDecider.RefusesConfirm(payment!) is null, cancellationToken))!;
        if (PaymentIntentDecider.RefusesConfirm(current) is { } refusal)
        {
            return refusal;
        }

        // The commit would find out too, but by then a card would have been stored for nothing.
        if (current.HasSeen(command.Request))
        {
            return Refusals.RequestSeenBefore;
        }

        var options = command.Options with { Demand = command.Options.Demand ?? current.Details.ThreeDSecure };
        var ready = await _attempts.Prepare(
            command.Card, command.PaymentMethodId ?? current.PaymentMethod?.Id, command.Tenant, current.Details, current.Amount, options,
            command.Request, cancellationToken);
        return ready.IsSuccess
            ? await Begin(
                ready.Value, plan => new StartAttempt(ready.Value.Method.Snapshot, plan, command.Request), command.Tenant, command.Request, cancellationToken)
            : ready.Refusal;
    }, cancellationToken);

    public Task<Outcome<Answer>> AnswerChallenge(AnswerChallenge command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        bool WasAsked(PaymentIntent? payment) => payment?.Challenge?.Authentication.TransactionId == command.TransactionId;
        if (!WasAsked(await _book.Recall(WasAsked, cancellationToken)))
        {
            return Refusals.NoSuchIntent;
        }

        var passed = await _book.Change(new PassTime(), _ => null, cancellationToken);
        return passed switch
        {
            { Refusal: { } refusal } => refusal,
            { Value: { } payment } when PaymentIntentDecider.RefusesChallenge(payment) is { } over => over,
            _ when command.Passed => await Resume(passed.Value!, cancellationToken),
            _ => await _book.Answer(new FailChallenge(), next => next.ToAnswer(RequestInfo.None), (_, _) => null, cancellationToken),
        };
    });

    public Task<Outcome<Answer>> Update(UpdatePaymentIntent command, CancellationToken cancellationToken) => For(command.Tenant, async current =>
    {
        PaymentMethodSnapshot? method = null;
        var patch = command.Details.Customer;
        var customer = patch.ApplyTo(current.Details.Customer);
        // A payment that changes its customer may not keep the card of the one before.
        var named = command.PaymentMethodId.ApplyTo(patch.IsPresent ? current.PaymentMethod?.Id : null);
        if ((command.Card is not null || named is not null || patch.IsPresent) && PaymentIntentDecider.RefusesUpdate(current) is null)
        {
            if (patch.IsPresent && await GrainFactory.Refuse(customer, command.Tenant, cancellationToken) is { } noCustomer)
            {
                return noCustomer;
            }

            var user = new MethodUser(command.Tenant, current.Id, customer);
            var found = await FindIfNamed(command.Card, named, user, cancellationToken);
            if (!found.IsSuccess)
            {
                return found.Refusal;
            }

            method = found.Value;
        }

        return await _book.Answer(
            new Update(command, command.Card is not null || command.PaymentMethodId.Value is not null ? method : null),
            next => next.ToAnswer(command.Request),
            (next, answer) => IdempotencyWrites.Done(command.Request, next.Id, answer, clock),
            cancellationToken);
    }, cancellationToken);

    public Task<Outcome<Answer>> Increment(IncrementAuthorization command, CancellationToken cancellationToken) =>
        For(command.Tenant, _ => _attempts.Increment(command, cancellationToken), cancellationToken);

    public Task<Outcome<Answer>> UpdateCharge(UpdateCharge command, CancellationToken cancellationToken) => For(command.Tenant, _ => _book.Answer(
        new ChangeCharge(command),
        next => next.ToChargeAnswer(command.ChargeId, command.Request),
        (_, answer) => IdempotencyWrites.Done(command.Request, command.ChargeId, answer, clock),
        cancellationToken), cancellationToken);

    public Task<Outcome<Answer>> Capture(CapturePayment command, CancellationToken cancellationToken) => For(command.Tenant, async _ =>
    {
        var start = new StartCapture(command.AmountToCapture, command.Request);
        var started = await _book.Change(start, next => IdempotencyWrites.Claim(command.Request, next.Id, clock), cancellationToken);
        if (!started.IsSuccess)
        {
            return started.Refusal;
        }

        var captured = await _bank.Capture(command.Request, cancellationToken);
        await _disputes.Pay(cancellationToken);
        return captured;
    }, cancellationToken);

    public Task<Outcome<Answer>> Cancel(CancelPaymentIntent command, CancellationToken cancellationToken) => For(command.Tenant, _ => _book.Answer(
        new Cancel(command.Reason, command.Request) { BeforeApproval = command.BeforeApproval },
        next => next.ToAnswer(command.Request),
        (next, answer) => IdempotencyWrites.Done(command.Request, next.Id, answer, clock),
        cancellationToken), cancellationToken);

    public Task<Outcome<Answer>> Refund(RefundPayment command, CancellationToken cancellationToken) => For(command.Tenant, async _ =>
    {
        var start = new StartRefund(command.RefundId, command.Amount, command.Reason, command.Metadata, command.Request);
        var started = await _book.Change(start, _ => IdempotencyWrites.Claim(command.Request, command.RefundId, clock), cancellationToken);
        return started.IsSuccess ? await _bank.Refund(command.RefundId, command.Request, cancellationToken) : started.Refusal;
    }, cancellationToken);

    public Task<Outcome<Answer>> CancelRefund(CancelRefundCommand command, CancellationToken cancellationToken) => For(
        command.Tenant, _ => ChangeRefund(new CancelRefund(command.RefundId, command.Request), command.Request, cancellationToken), cancellationToken);

    public Task<Outcome<Answer>> UpdateRefund(UpdateRefundCommand command, CancellationToken cancellationToken) => For(
        command.Tenant,
        _ => ChangeRefund(new ChangeRefund(command.RefundId, command.Metadata, command.Request), command.Request, cancellationToken),
        cancellationToken);

    public Task Wake(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current is null)
        {
            return Refusals.NoSuchIntent;
        }

        var passed = await _book.Change(new PassTime(), _ => null, cancellationToken);
        if (!passed.IsSuccess)
        {
            return passed.Refusal;
        }

        var settled = await _bank.SettleUnknowns(cancellationToken);
        await PayDebts(cancellationToken);
        return settled;
    });

    public Task<Outcome<Answer>> Dispute(DisputePayment command, CancellationToken cancellationToken) => For(command.Tenant, async _ =>
    {
        var opened = await _disputes.Open(
            command.Amount, command.Reason, command.Request, announced: false,
            next => IdempotencyWrites.Done(command.Request, next.OpenDispute!.Id, Rendered(next), clock), cancellationToken);
        if (!opened.IsSuccess)
        {
            return opened.Refusal;
        }

        await _disputes.Pay(cancellationToken);
        return Rendered(opened.Value);

        Answer Rendered(PaymentIntent next) => next.ToDispute(next.OpenDispute!).ToAnswer();
    }, cancellationToken);

    public Task<Outcome<Answer>> EndDispute(EndPaymentDispute command, CancellationToken cancellationToken) => For(command.Tenant, async _ =>
    {
        var ended = await _disputes.End(command.DisputeId, command.Won, cancellationToken);
        if (!ended.IsSuccess)
        {
            return ended.Refusal;
        }

        await _disputes.Pay(cancellationToken);
        return ended.Value.ToAnswer(RequestInfo.None);
    }, cancellationToken);

    private Task<Outcome<Answer>> Open(CreatePaymentIntent command, CancellationToken cancellationToken) =>
        command.Confirm ? OpenAndConfirm(command, cancellationToken) : OpenOnly(command, cancellationToken);

    private async Task<Outcome<Answer>> OpenOnly(CreatePaymentIntent command, CancellationToken cancellationToken)
    {
        if (await GrainFactory.Refuse(command.Details.Customer, command.Tenant, cancellationToken) is { } noCustomer)
        {
            return noCustomer;
        }

        var user = new MethodUser(command.Tenant, this.GetPrimaryKeyString(), command.Details.Customer);
        var found = await FindIfNamed(command.Card, command.PaymentMethodId, user, cancellationToken);
        if (!found.IsSuccess)
        {
            return found.Refusal;
        }

        var request = command.Request;
        return await _book.Answer(
            OpenCommand(command, found.Value, plan: null),
            next => next.ToAnswer(request),
            (next, answer) => IdempotencyWrites.Done(request, next.Id, answer, clock),
            cancellationToken);
    }

    private async Task<Outcome<Answer>> OpenAndConfirm(CreatePaymentIntent command, CancellationToken cancellationToken)
    {
        if (AmountLimits.Refuse(command.Amount) is { } outside)
        {
            return outside;
        }

        if (await GrainFactory.Refuse(command.Details.Customer, command.Tenant, cancellationToken) is { } noCustomer)
        {
            return noCustomer;
        }

        var options = command.Options with { Demand = command.Options.Demand ?? command.Details.ThreeDSecure };
        var ready = await _attempts.Prepare(
            command.Card, command.PaymentMethodId, command.Tenant, command.Details, command.Amount, options, command.Request, cancellationToken);
        return ready.IsSuccess
            ? await Begin(
                ready.Value, plan => OpenCommand(command, ready.Value.Method.Snapshot, plan), command.Tenant, command.Request, cancellationToken)
            : ready.Refusal;
    }

    private async Task<Outcome<Answer>> Begin(
        ReadyAttempt ready, Func<AttemptPlan, PaymentCommand> start, Tenant tenant, RequestInfo request, CancellationToken cancellationToken)
    {
        var answer = await _attempts.Begin(ready, start, tenant, request, cancellationToken);
        if (_book.Current?.Status == PaymentIntentStatus.RequiresAction)
        {
            // A CVC may wait for the cardholder no longer than it may wait for its first use.
            this.ForgetCvcInTime(_attempts.Forget);
        }

        await PayDebts(cancellationToken);
        return answer;
    }

    private async Task PayDebts(CancellationToken cancellationToken)
    {
        await _debts.Pay(cancellationToken);
        await _disputes.Pay(cancellationToken);
    }

    private async Task<Outcome<Answer>> Resume(PaymentIntent payment, CancellationToken cancellationToken)
    {
        var answer = await _attempts.Resume(payment, cancellationToken);
        await PayDebts(cancellationToken);
        return answer;
    }

    private async Task<Outcome<PaymentMethodSnapshot?>> FindIfNamed(
        EnteredCard? card, string? methodId, MethodUser user, CancellationToken cancellationToken)
    {
        if (card is null && methodId is null)
        {
            return (PaymentMethodSnapshot?)null!;
        }

        var found = await _methods.StoreOrFind(card, methodId, user, cancellationToken);
        return found.IsSuccess ? found.Value : found.Refusal;
    }

    private Task<Outcome<Answer>> ChangeRefund(RefundCommand change, RequestInfo request, CancellationToken cancellationToken) => _book.Answer(
        change,
        next => next.ToRefundAnswer(change.RefundId, request),
        (next, answer) => IdempotencyWrites.Done(request, change.RefundId, answer, clock),
        cancellationToken);

    private Open OpenCommand(CreatePaymentIntent command, PaymentMethodSnapshot? method, AttemptPlan? plan) => new(
        this.GetPrimaryKeyString(), command.Tenant, command.Amount, command.CaptureMethod, command.Details, method, plan, command.Request)
    {
        ExpiresAt = command.ExpiresAt,
    };

    /// <summary>Another merchant's intent, an intent of the other mode and an unknown one are refused alike; what is due by time happens first.</summary>
    private Task<Outcome<Answer>> For(Tenant tenant, Func<PaymentIntent, Task<Outcome<Answer>>> command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current is not { } current || current.MerchantId != tenant.MerchantId || current.Livemode != tenant.Livemode)
        {
            return Refusals.NoSuchIntent;
        }

        var passed = await _book.Change(new PassTime(), _ => null, cancellationToken);
        return passed.IsSuccess ? await command(passed.Value) : passed.Refusal;
    });

    /// <summary>
    /// After an exception the stored state may be ahead of the memory, so the activation goes; without an intent it leaves nothing behind either. Once a payment
    /// has come to its end it is rarely asked for again, and its memory is worth more than a second read. Only that one call lets go: what waited behind it is
    /// handed on once, and a grain that let go after each call would have them handed on for ever.
    /// </summary>
    private Task<Outcome<Answer>> Guarded(Func<Task<Outcome<Answer>>> turn) => this.Turn(turn, () => _book.Current is not null && !_book.EndedHere);
}
