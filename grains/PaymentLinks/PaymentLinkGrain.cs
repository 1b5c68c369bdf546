using System.Collections.Immutable;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.PaymentLinks;
using PayGate.Wire.V1;

namespace PayGate.Grains.PaymentLinks;

/// <summary>One link: each command decides, commits once, then answers. It changes seldom, so no activation is kept for it.</summary>
public sealed class PaymentLinkGrain(IJournal journal, TimeProvider clock) : Grain, IPaymentLinkGrain
{
    private StreamBook<PaymentLink, PaymentLinkEvent> _book = null!;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<PaymentLink, PaymentLinkEvent>(Id, new PaymentLinkStream(), journal);
        return Task.CompletedTask;
    }

    // A new id has no row, so nothing is read first.
    public Task<Outcome<Answer>> Create(CreatePaymentLink command, CancellationToken cancellationToken) =>
        Change(command.Tenant, command.Request, (_, now) => PaymentLinkDecider.Create(Id, command, now), cancellationToken);

    public async Task<Outcome<Answer>> Update(UpdatePaymentLink command, CancellationToken cancellationToken)
    {
        await _book.EnsureLoaded(cancellationToken);
        return await Change(command.Tenant, command.Request, (state, now) => PaymentLinkDecider.Update(state, command, now), cancellationToken);
    }

    private async Task<Outcome<Answer>> Change(
        Tenant tenant,
        RequestInfo request,
        Func<PaymentLink?, DateTimeOffset, Outcome<ImmutableArray<PaymentLinkEvent>>> decide,
        CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        var now = clock.GetUtcNow();
        var changed = await _book.Change(
            tenant.MerchantId,
            now,
            state => decide(state, now),
            next => IdempotencyWrites.Done(request, Id, next.ToAnswer(), clock),
            cancellationToken);
        return changed.IsSuccess ? changed.Value.ToAnswer() : changed.Refusal;
    }
}
