using System.Collections.Immutable;
using PayGate.PaymentIntents;
using PayGate.RefundRequests;
using static PayGate.RefundRequests.RefundRequestStatus;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.RefundRequests.RefundRequestEvent>>;

namespace PayGate.Grains.RefundRequests;

/// <summary>
/// The rules of a refund request, pure: (state, command, now) to facts or a refusal. No facts means that nothing is left to do. The table of legal moves in this
/// folder's README is compared with it by a test.
/// </summary>
public static class RefundRequestDecider
{
    /// <summary>The payment and its bank have answered by then, or a crash came in between.</summary>
    public static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(10);

    private static readonly Decision Nothing = ImmutableArray<RefundRequestEvent>.Empty;

    public static Decision Decide(RefundRequest? state, RefundRequestCommand command, DateTimeOffset now) => (state, command) switch
    {
        (null, Open open) => Opened(open, now),
        (null, _) => RefundRequestRefusals.NoSuchRequest,
        (_, EraseRefundRequest) => state.Erased ? Nothing : Facts(new RefundRequestErased { At = now }),
        (_, Open) => throw new InvalidOperationException("A refund request is created once: its id is new at each request."),

        ({ Status: Pending }, Approve approve) => Facts(new RefundRequestApproved
        {
            RefundId = approve.RefundId,
            LookAt = now + LookAfter,
            Request = approve.Request,
            At = now,
        }),
        ({ Status: Pending }, Reject reject) => Facts(new RefundRequestRejected { Reason = reject.Reason, Request = reject.Request, At = now }),

        ({ Status: Approved }, RefundMade) => Facts(new RefundRequestCompleted { At = now }),
        ({ Status: Approved }, RefundNotMade failed) => Facts(new RefundRequestFailed { Reason = failed.Reason, At = now }),
        ({ Status: Approved, Refund.AnsweredApproved: false }, RefundUnknown unknown) => Facts(new RefundRequestWaiting { LookAt = unknown.LookAt, At = now }),
        ({ Status: Approved, Refund: { } refund }, RefundDelayed putOff) when !refund.AnsweredApproved || putOff.LookAt > refund.LookAt =>
            Facts(new RefundRequestWaiting { LookAt = putOff.LookAt, At = now }),
        // Another activation was told the same, or more.
        (_, RefundMade or RefundNotMade or RefundUnknown or RefundDelayed) => Nothing,

        _ => RefundRequestRefusals.UnexpectedState(state.Status, command is Approve ? "approving" : "rejecting"),
    };

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static RefundRequest Apply(RefundRequest? state, RefundRequestEvent fact) => (state, fact) switch
    {
        (null, RefundRequestCreated created) => new RefundRequest
        {
            Id = created.Id,
            Tenant = new() { MerchantId = created.MerchantId, Livemode = created.Livemode },
            Created = created.At,
            Status = Pending,
            Customer = created.Customer,
            PaymentIntent = created.PaymentIntent,
            Amount = created.Amount,
            Reason = created.Reason,
        },
        ({ } request, RefundRequestApproved approved) => request with
        {
            Status = Approved,
            DecidedAt = approved.At,
            Refund = new ApprovedRefund { Id = approved.RefundId, Request = approved.Request, LookAt = approved.LookAt },
        },
        ({ } request, RefundRequestRejected rejected) => request with { Status = Rejected, DecidedAt = rejected.At, RejectionReason = rejected.Reason },
        ({ Refund: { } refund } request, RefundRequestWaiting waiting) =>
            request with { Refund = refund with { LookAt = waiting.LookAt, AnsweredApproved = true } },
        ({ } request, RefundRequestErased) => request with
        {
            Erased = true,
            Reason = "",
            RejectionReason = request.RejectionReason is null ? null : "",
        },
        ({ } request, RefundRequestCompleted) => request with { Status = Completed },
        ({ } request, RefundRequestFailed failed) => request with { Status = Failed, FailureReason = failed.Reason },
        _ => throw new InvalidOperationException($"A refund request's stream does not know the fact {fact.GetType().Name} here."),
    };

    private static Decision Opened(Open open, DateTimeOffset now)
    {
        if (open.Payment is not { } payment)
        {
            return RefundRequestRefusals.NoSuchPayment;
        }

        if (payment.Status != PaymentIntentStatus.Succeeded)
        {
            return RefundRequestRefusals.NotPaid(payment.Status);
        }

        var left = payment.AmountLeft;
        var amount = new Money(open.Asked.Amount ?? left.MinorUnits, left.Currency);
        return true switch
        {
            _ when payment.OpenDispute is not null => RefundRequestRefusals.Disputed(payment.Id),
            _ when left.IsZero => RefundRequestRefusals.AllRefunded(payment.Id),
            _ when amount > left => RefundRequestRefusals.TooLarge(left),
            _ => Facts(new RefundRequestCreated
            {
                Id = open.Id,
                MerchantId = open.Asked.Tenant.MerchantId,
                Livemode = open.Asked.Tenant.Livemode,
                Customer = open.Asked.Customer,
                PaymentIntent = payment.Id,
                Amount = amount,
                Reason = open.Asked.Reason,
                Held = Held(payment, amount),
                Request = open.Asked.Request,
                At = now,
            }),
        };
    }

    /// <summary>Converted as the refund itself would be: what all that is given back comes to with it, less what that comes to without.</summary>
    private static Money Held(PaymentIntent payment, Money amount)
    {
        var (terms, before) = (payment.LatestAttempt!.Terms, payment.AmountCaptured - payment.AmountLeft);
        return terms.Convert(before + amount) - terms.Convert(before);
    }

    private static Decision Facts(RefundRequestEvent fact) => ImmutableArray.Create(fact);
}
