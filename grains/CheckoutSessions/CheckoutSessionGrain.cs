using PayGate.CheckoutSessions;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>One session: each command decides, commits once, then answers.</summary>
public sealed class CheckoutSessionGrain(IJournal journal, IPaymentStates payments, TimeProvider clock) : Grain, ICheckoutSessionGrain
{
    private StreamBook<CheckoutSession, CheckoutSessionEvent> _book = null!;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<CheckoutSession, CheckoutSessionEvent>(Id, new CheckoutSessionStream(), journal);
        return Task.CompletedTask;
    }

    // A new id has no row, so nothing is read first.
    public Task<Outcome<Answer>> Create(CreateCheckoutSession command, CancellationToken cancellationToken) => Guarded(() =>
        Answer(new OpenSession(Id, command), command.Tenant, command.Request, cancellationToken));

    public Task<Outcome<Answer>> Update(UpdateCheckoutSession command, CancellationToken cancellationToken) => For(
        command.Tenant, _ => Answer(new Change(command), command.Tenant, command.Request, cancellationToken), cancellationToken);

    public Task<Outcome<Answer>> Expire(ExpireCheckoutSession command, CancellationToken cancellationToken) => For(command.Tenant, async current =>
    {
        var payment = await payments.Find(current.PaymentIntentId, cancellationToken);
        return await Answer(new Expire(command.Request, payment), command.Tenant, command.Request, cancellationToken);
    }, cancellationToken);

    public Task Wake(CancellationToken cancellationToken) => Guarded<Outcome<CheckoutSession>>(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return _book.Current is { } current
            ? await Change(
                new SeePayment(await payments.Find(current.PaymentIntentId, cancellationToken)), current.Tenant, _ => null, cancellationToken)
            : SessionRefusals.NoSuchSession;
    });

    private async Task<Outcome<Answer>> Answer(SessionCommand command, Tenant tenant, RequestInfo request, CancellationToken cancellationToken)
    {
        var changed = await Change(command, tenant, next => IdempotencyWrites.Done(request, Id, next.ToAnswer(), clock), cancellationToken);
        return changed.IsSuccess ? changed.Value.ToAnswer() : changed.Refusal;
    }

    private Task<Outcome<CheckoutSession>> Change(
        SessionCommand command, Tenant tenant, Func<CheckoutSession, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return _book.Change(tenant.MerchantId, now, state => CheckoutSessionDecider.Decide(state, command, now), idempotency, cancellationToken);
    }

    /// <summary>Another merchant's session, one of the other mode and an unknown one are refused alike.</summary>
    private Task<Outcome<Answer>> For(Tenant tenant, Func<CheckoutSession, Task<Outcome<Answer>>> command, CancellationToken cancellationToken) =>
        Guarded(async () =>
        {
            await _book.EnsureLoaded(cancellationToken);
            return _book.Current is { } current && current.Tenant == tenant ? await command(current) : SessionRefusals.NoSuchSession;
        });

    private Task<T> Guarded<T>(Func<Task<T>> turn) => this.Turn(turn, () => _book.Current is { Status: CheckoutSessionStatus.Open });
}
