using PayGate.PaymentIntents;

namespace PayGate.Grains.Journal;

/// <summary>The record of an answer that no commit of the journal goes with.</summary>
internal static class AnswerRecord
{
    public static readonly Refusal SeenBefore = new(IPaymentIntentGrain.RequestSeenBefore, "This idempotency key was used before.");

    /// <summary>Null without a key.</summary>
    public static IdempotencyWrite? Of(RequestInfo request, string resourceId, Answer answer, DateTimeOffset now) => request.Claim is not { } claim
        ? null
        : new IdempotencyWrite
        {
            Claim = claim,
            Step = IdempotencyStep.ClaimAndComplete,
            ResourceId = resourceId,
            Status = answer.Status,
            Body = answer.Body,
            At = now,
        };
}
