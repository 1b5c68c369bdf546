using PayGate.Grains.Journal;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>The idempotency write that goes with a commit; none without a claim.</summary>
internal static class IdempotencyWrites
{
    public static IdempotencyWrite? Claim(RequestInfo request, string resourceId, TimeProvider clock) =>
        Write(request, IdempotencyStep.Claim, resourceId, null, clock);

    public static IdempotencyWrite? Done(RequestInfo request, string resourceId, Answer answer, TimeProvider clock) =>
        Write(request, IdempotencyStep.ClaimAndComplete, resourceId, answer, clock);

    public static IdempotencyWrite? Complete(RequestInfo request, string resourceId, Answer answer, TimeProvider clock) =>
        Write(request, IdempotencyStep.Complete, resourceId, answer, clock);

    private static IdempotencyWrite? Write(RequestInfo request, IdempotencyStep step, string resourceId, Answer? answer, TimeProvider clock) =>
        request.Claim is not { } claim
            ? null
            : new IdempotencyWrite
            {
                Claim = claim,
                Step = step,
                RequestId = request.RequestId,
                ResourceId = resourceId,
                Status = answer?.Status ?? 0,
                Body = answer?.Body,
                At = clock.GetUtcNow(),
            };
}
