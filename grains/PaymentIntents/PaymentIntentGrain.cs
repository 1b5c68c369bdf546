using PayGate.Grains.Acquiring;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.PaymentIntents;

/// <summary>One payment: each command decides, commits once, then answers; the bank is called between two commits.</summary>
public sealed class PaymentIntentGrain(
    IJournal journal, IAcquirer acquirer, IMerchantTerms terms, IFailpoints failpoints, TimeProvider clock) : Grain, IPaymentIntentGrain
{
    private readonly PaymentMethods _methods = new(clock);
    private PaymentBook _book = null!;
    private BankCalls _bank = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new PaymentBook(this.GetPrimaryKeyString(), journal, failpoints, clock);
        _bank = new BankCalls(_book, acquirer, failpoints, clock);
        return Task.CompletedTask;
    }

    // A new id has no row, so nothing is read first; if it has one after all, the expected version of the commit finds out.
    public Task<Outcome<Answer>> Create(CreatePaymentIntent command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        if (command.PaymentMethodId is null)
        {
            return await Open(command, null, null, cancellationToken);
        }

        var method = _methods.Use(command.PaymentMethodId);
        return method.IsSuccess ? await Open(command, method.Value, null, cancellationToken) : method.Refusal;
    });

    public Task<Outcome<Answer>> Confirm(ConfirmPaymentIntent command, CancellationToken cancellationToken) => For(command.Tenant, async current =>
    {
        if (PaymentIntentDecider.RefusesConfirm(current) is { } refusal)
        {
            return refusal;
        }

        if ((command.PaymentMethodId ?? current.PaymentMethod?.Id) is not { } methodId)
        {
            return Refusals.NoPaymentMethod;
        }

        var method = _methods.Use(methodId);
        var plan = Plan(current.MerchantId, current.Amount.Currency);
        if ((method.Refusal ?? plan.Refusal) is { } unusable)
        {
            return unusable;
        }

        var start = new StartAttempt(method.Value!.Snapshot, plan.Value!, command.Request);
        var started = await _book.Change(start, next => IdempotencyWrites.Claim(command.Request, next.Id, clock), cancellationToken);
        return started.IsSuccess ? await _bank.Authorize(method.Value, command.Request, cancellationToken) : started.Refusal;
    }, cancellationToken);

    public Task<Outcome<Answer>> Capture(CapturePayment command, CancellationToken cancellationToken) => For(command.Tenant, async _ =>
    {
        var start = new StartCapture(command.AmountToCapture, command.Request);
        var started = await _book.Change(start, next => IdempotencyWrites.Claim(command.Request, next.Id, clock), cancellationToken);
        return started.IsSuccess ? await _bank.Capture(command.Request, cancellationToken) : started.Refusal;
    }, cancellationToken);

    public Task<Outcome<Answer>> Cancel(CancelPaymentIntent command, CancellationToken cancellationToken) => For(command.Tenant, async _ =>
    {
        var canceled = await _book.Change(
            new Cancel(command.Reason, command.Request),
            next => IdempotencyWrites.Done(command.Request, next.Id, next.ToAnswer(command.Request), clock),
            cancellationToken);
        return canceled.IsSuccess ? canceled.Value.ToAnswer(command.Request) : canceled.Refusal;
    }, cancellationToken);

    public Task<Outcome<Answer>> Refund(RefundPayment command, CancellationToken cancellationToken) => For(command.Tenant, async _ =>
    {
        var start = new StartRefund(command.RefundId, command.Amount, command.Reason, command.Metadata, command.Request);
        var started = await _book.Change(start, _ => IdempotencyWrites.Claim(command.Request, command.RefundId, clock), cancellationToken);
        return started.IsSuccess ? await _bank.Refund(command.RefundId, command.Request, cancellationToken) : started.Refusal;
    }, cancellationToken);

    public Task Wake(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current is null)
        {
            return Refusals.NoSuchIntent;
        }

        var passed = await _book.Change(new PassTime(), _ => null, cancellationToken);
        return passed.IsSuccess ? await _bank.SettleUnknowns(cancellationToken) : passed.Refusal;
    });

    private async Task<Outcome<Answer>> Open(CreatePaymentIntent command, UsableMethod? method, AttemptPlan? plan, CancellationToken cancellationToken)
    {
        if (command.Confirm && plan is null)
        {
            var planned = Plan(command.Tenant.MerchantId, command.Amount.Currency);
            return planned.IsSuccess ? await Open(command, method, planned.Value, cancellationToken) : planned.Refusal;
        }

        var request = command.Request;
        var open = new Open(
            this.GetPrimaryKeyString(), command.Tenant, command.Amount, command.CaptureMethod, command.Details, method?.Snapshot, plan, request);
        var opened = await _book.Change(
            open,
            next => plan is null ? IdempotencyWrites.Done(request, next.Id, next.ToAnswer(request), clock) : IdempotencyWrites.Claim(request, next.Id, clock),
            cancellationToken);
        return (opened, plan) switch
        {
            ({ Refusal: { } refusal }, _) => refusal,
            (_, null) => opened.Value!.ToAnswer(request),
            _ => await _bank.Authorize(method!, request, cancellationToken),
        };
    }

    private Outcome<AttemptPlan> Plan(string merchantId, Currency currency)
    {
        var inForce = terms.For(merchantId, currency);
        return inForce.IsSuccess
            ? new AttemptPlan(ObjectId.New("ch", merchantId, clock.GetUtcNow()), inForce.Value)
            : inForce.Refusal;
    }

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

    /// <summary>After an exception the stored state may be ahead of the memory, so the activation goes; without an intent it leaves nothing behind either.</summary>
    private async Task<Outcome<Answer>> Guarded(Func<Task<Outcome<Answer>>> turn)
    {
        var completed = false;
        try
        {
            var outcome = await turn();
            completed = _book.Current is not null;
            return outcome;
        }
        finally
        {
            if (!completed)
            {
                DeactivateOnIdle();
            }
        }
    }
}
