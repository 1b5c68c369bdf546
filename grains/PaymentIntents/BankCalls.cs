using PayGate.Grains.Acquiring;
using PayGate.Grains.Faults;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// The outside half of a payment's commands: call the bank under a reference that is already committed, then commit what it said. Silence is committed as unknown
/// and answered as processing; what is unknown is settled later under the same reference.
/// </summary>
internal sealed class BankCalls(PaymentBook book, IAcquirer acquirer, IFailpoints failpoints, TimeProvider clock)
{
    private PaymentIntent Current => book.Current!;

    public async Task<Outcome<Answer>> Authorize(UsableMethod method, RequestInfo request, CancellationToken cancellationToken)
    {
        var attempt = Current.LatestAttempt!;
        var authorization = new AuthorizationRequest
        {
            Reference = attempt.ChargeId,
            MerchantId = Current.MerchantId,
            PaymentId = Current.Id,
            Amount = Current.Amount,
            Capture = attempt.CapturesAtOnce,
            Card = method.Card,
            Eci = attempt.Authentication?.Eci,
            Initiation = method.Initiation,
        };
        var answer = await Ask(() => acquirer.Authorize(authorization, cancellationToken));
        return await Finish(
            answer is null ? new AttemptUnanswered(attempt.ChargeId) : AttemptAnswer(attempt, answer),
            request, next => next.ToAnswer(request, ofAttempt: true), cancellationToken);
    }

    public async Task<Outcome<Answer>> Increment(RequestInfo request, CancellationToken cancellationToken)
    {
        var answer = await Ask(() => acquirer.Increment(IncrementRequest(), cancellationToken));
        return await FinishIncrement(answer, request, cancellationToken);
    }

    public async Task<Outcome<Answer>> Capture(RequestInfo request, CancellationToken cancellationToken)
    {
        var answer = await Ask(() => acquirer.Capture(CaptureRequest(), cancellationToken));
        return await FinishCapture(answer, request, cancellationToken);
    }

    public async Task<Outcome<Answer>> Refund(string refundId, RequestInfo request, CancellationToken cancellationToken)
    {
        var refund = Current.Refunds.Single(candidate => candidate.Id == refundId);
        if (refund is not { Status: RefundStatus.Pending, RetryAt: null })
        {
            return Current.ToRefundAnswer(refundId, request);
        }

        var answer = await Ask(() => acquirer.Refund(RefundRequest(refund), cancellationToken));
        return await FinishRefund(refund, answer, request, cancellationToken);
    }

    /// <summary>Asks the bank about everything that is committed as begun and not as ended. A bank that stays silent leaves it for the next time.</summary>
    public async Task<Outcome<Answer>> SettleUnknowns(CancellationToken cancellationToken)
    {
        Outcome<Answer> last = Current.ToAnswer(RequestInfo.None);
        if (Current.LatestAttempt is { Status: AttemptStatus.Started } attempt
            && await Ask(() => acquirer.Settle(attempt.ChargeId, Current.Id, Current.Amount, cancellationToken)) is { } outcome)
        {
            last = await Finish(
                AttemptAnswer(attempt, outcome), StillAsked(attempt.Request, attempt.AnsweredProcessing),
                next => next.ToAnswer(attempt.Request, ofAttempt: true), cancellationToken);
        }

        if (Current.LatestAttempt?.PendingIncrement is { } increment
            && await Ask(() => acquirer.Increment(IncrementRequest(), cancellationToken)) is { } incremented)
        {
            last = await FinishIncrement(incremented, StillAsked(increment.Request, increment.AnsweredProcessing), cancellationToken);
        }

        if (Current.LatestAttempt?.PendingCapture is { } pending
            && await Ask(() => acquirer.Capture(CaptureRequest(), cancellationToken)) is { } captured)
        {
            last = await FinishCapture(captured, StillAsked(pending.Request, pending.AnsweredProcessing), cancellationToken);
        }

        foreach (var pendingRefund in Current.Refunds.Where(refund => refund.Status == RefundStatus.Pending))
        {
            // A try that was put off is followed by another under a reference of its own, committed before the bank sees it.
            await book.Change(new RetryRefund(pendingRefund.Id), _ => null, cancellationToken);
            var refund = Current.Refunds.Single(candidate => candidate.Id == pendingRefund.Id);
            if (refund.RetryAt is null
                && await Ask(() => acquirer.Refund(RefundRequest(refund), cancellationToken)) is { } refunded)
            {
                last = await FinishRefund(refund, refunded, StillAsked(refund.Request, refund.AnsweredProcessing), cancellationToken);
            }
        }

        foreach (var reversal in Current.Attempts.Where(candidate => candidate.ReversalDue))
        {
            if (await Ask(() => acquirer.Reverse(ReversalRequest(reversal), cancellationToken)) is { } reversed)
            {
                await book.Change(new ReversalAnswered(reversal.ChargeId, reversed), _ => null, cancellationToken);
            }
        }

        return last;
    }

    private AttemptAnswered AttemptAnswer(Attempt attempt, BankAnswer answer) => new(attempt.ChargeId, answer, NewTransactionId());

    private Task<Outcome<Answer>> FinishIncrement(BankAnswer? answer, RequestInfo request, CancellationToken cancellationToken) => Finish(
        answer is null ? new IncrementUnanswered() : new IncrementAnswered(answer),
        request, next => next.ToIncrementAnswer(request, answer), cancellationToken);

    private Task<Outcome<Answer>> FinishCapture(BankAnswer? answer, RequestInfo request, CancellationToken cancellationToken) => Finish(
        answer is null ? new CaptureUnanswered() : new CaptureAnswered(answer, NewTransactionId()),
        request, next => next.ToCaptureAnswer(request), cancellationToken);

    private Task<Outcome<Answer>> FinishRefund(Refund refund, BankAnswer? answer, RequestInfo request, CancellationToken cancellationToken) => Finish(
        answer is null ? new RefundUnanswered(refund.Id) : new RefundAnswered(refund.Id, answer, NewTransactionId()),
        request, next => next.ToRefundAnswer(refund.Id, refund.Request), cancellationToken, refund.Id);

    /// <summary>Commits what the bank said, or that it said nothing, together with the answer to the request that asked.</summary>
    private async Task<Outcome<Answer>> Finish(
        PaymentCommand outcome, RequestInfo request, Func<PaymentIntent, Answer> render, CancellationToken cancellationToken, string? resourceId = null)
    {
        var answer = await book.Answer(
            outcome, render, (next, rendered) => IdempotencyWrites.Complete(request, resourceId ?? next.Id, rendered, clock), cancellationToken);
        await failpoints.Reach(Failpoint.BeforeResponse);
        return answer;
    }

    private async Task<BankAnswer?> Ask(Func<Task<BankAnswer>> call)
    {
        await failpoints.Reach(Failpoint.AfterAttemptRow);
        await failpoints.Reach(Failpoint.BeforeBank);
        try
        {
            var answer = await call();
            await failpoints.Reach(Failpoint.AfterBank);
            return answer;
        }
        catch (OutcomeUnknownException)
        {
            // Not a failure to handle but the third outcome: the caller commits it as unknown, or leaves it so.
            return null;
        }
    }

    /// <summary>A processing answer that was given stays the recorded answer of its request.</summary>
    private static RequestInfo StillAsked(RequestInfo request, bool answeredProcessing) => answeredProcessing ? request with { Claim = null } : request;

    private FollowUpRequest IncrementRequest()
    {
        var attempt = Current.LatestAttempt!;
        var pending = attempt.PendingIncrement!;
        return FollowUp(attempt, pending.Reference, pending.Amount - attempt.Authorized!.Value);
    }

    private FollowUpRequest CaptureRequest() => FollowUp(
        Current.LatestAttempt!, Current.LatestAttempt!.CaptureReference, Current.LatestAttempt.PendingCapture!.Amount);

    private FollowUpRequest RefundRequest(Refund refund) =>
        FollowUp(Current.Attempts.Single(attempt => attempt.ChargeId == refund.ChargeId), refund.Reference, refund.Amount);

    private FollowUpRequest ReversalRequest(Attempt attempt) => FollowUp(attempt, attempt.ReversalReference, attempt.Authorized ?? attempt.Answer!.Amount);

    private FollowUpRequest FollowUp(Attempt attempt, string reference, Money amount) =>
        new() { Reference = reference, MerchantId = Current.MerchantId, OriginalReference = attempt.ChargeId, PaymentId = Current.Id, Amount = amount };

    private string NewTransactionId() => ObjectId.New("txn", Current.MerchantId, clock.GetUtcNow());
}
