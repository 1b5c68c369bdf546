using PayGate.Grains.Journal;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>The last committed state of one payment and the only way to change it.</summary>
internal sealed class PaymentBook(string id, IJournal journal, TimeProvider clock)
{
    private readonly StreamBook<PaymentIntent, PaymentIntentEvent> _book = new(id, new PaymentStream(), journal);

    /// <summary>Null before the first load or commit, and for an intent that does not exist.</summary>
    public PaymentIntent? Current => _book.Current;

    /// <summary>Whether a commit of this activation brought the payment to its end.</summary>
    public bool EndedHere { get; private set; }

    public ValueTask EnsureLoaded(CancellationToken cancellationToken) => _book.EnsureLoaded(cancellationToken);

    /// <inheritdoc cref="StreamBook{TState, TFact}.Recall"/>
    public Task<PaymentIntent?> Recall(Func<PaymentIntent?, bool> isEnough, CancellationToken cancellationToken) => _book.Recall(isEnough, cancellationToken);

    /// <summary>The state after the command; unchanged if there was nothing to do.</summary>
    /// <param name="command">What to decide.</param>
    /// <param name="idempotency">The idempotency write that goes with the commit, made from the state that is about to be committed.</param>
    /// <param name="cancellationToken">Ends the wait for the journal's queue; what was sent to the database is not undone.</param>
    public async Task<Outcome<PaymentIntent>> Change(
        PaymentCommand command, Func<PaymentIntent, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var merchantId = command is Open open ? open.Tenant.MerchantId : Current!.MerchantId;
        var hadEnded = HasEnded(Current);
        var changed = await _book.Change(merchantId, now, state => PaymentIntentDecider.Decide(state, command, now), idempotency, cancellationToken);
        EndedHere |= !hadEnded && HasEnded(Current);
        return changed;
    }

    /// <summary>Changes the state and returns the answer that was recorded with it; the answer is rendered once.</summary>
    /// <param name="command">What to decide.</param>
    /// <param name="render">The answer for a state.</param>
    /// <param name="record">The idempotency write that goes with the commit.</param>
    /// <param name="cancellationToken">As above.</param>
    public async Task<Outcome<Answer>> Answer(
        PaymentCommand command, Func<PaymentIntent, Answer> render, Func<PaymentIntent, Answer, IdempotencyWrite?> record, CancellationToken cancellationToken)
    {
        (PaymentIntent State, Answer Answer)? rendered = null;
        var changed = await Change(
            command,
            next =>
            {
                rendered = (next, render(next));
                return record(next, rendered.Value.Answer);
            },
            cancellationToken);
        // A try that lost its race was rendered from a state that never came to be.
        return !changed.IsSuccess ? changed.Refusal
            : rendered is { } last && ReferenceEquals(last.State, changed.Value) ? last.Answer
            : render(changed.Value);
    }

    private static bool HasEnded(PaymentIntent? intent) => intent?.Status is PaymentIntentStatus.Succeeded or PaymentIntentStatus.Canceled;
}
