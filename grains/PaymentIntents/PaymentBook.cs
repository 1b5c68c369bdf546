using PayGate.Grains.Journal;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>The last committed state of one payment and the only way to change it.</summary>
internal sealed class PaymentBook(string id, IJournal journal, TimeProvider clock)
{
    private readonly StreamBook<PaymentIntent, PaymentIntentEvent> _book = new(id, new PaymentStream(), journal);

    /// <summary>Null before the first load or commit, and for an intent that does not exist.</summary>
    public PaymentIntent? Current => _book.Current;

    public ValueTask EnsureLoaded(CancellationToken cancellationToken) => _book.EnsureLoaded(cancellationToken);

    /// <summary>The state after the command; unchanged if there was nothing to do.</summary>
    /// <param name="command">What to decide.</param>
    /// <param name="idempotency">The idempotency write that goes with the commit, made from the state that is about to be committed.</param>
    /// <param name="cancellationToken">Ends the wait for the journal's queue; what was sent to the database is not undone.</param>
    public Task<Outcome<PaymentIntent>> Change(
        PaymentCommand command, Func<PaymentIntent, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var merchantId = command is Open open ? open.Tenant.MerchantId : Current!.MerchantId;
        return _book.Change(merchantId, now, state => PaymentIntentDecider.Decide(state, command, now), idempotency, cancellationToken);
    }
}
