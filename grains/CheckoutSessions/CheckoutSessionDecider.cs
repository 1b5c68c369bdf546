using System.Collections.Immutable;
using PayGate.CheckoutSessions;
using PayGate.PaymentIntents;
using static PayGate.CheckoutSessions.CheckoutSessionStatus;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.CheckoutSessions.CheckoutSessionEvent>>;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>
/// The rules of a session, pure: (state, command, now) to facts or a refusal. No facts means that nothing is left to do. The table of legal moves in this folder's
/// README is compared with it by a test.
/// </summary>
public static class CheckoutSessionDecider
{
    private static readonly Decision Nothing = ImmutableArray<CheckoutSessionEvent>.Empty;

    public static Decision Decide(CheckoutSession? state, SessionCommand command, DateTimeOffset now) => (state, command) switch
    {
        (null, OpenSession open) => Facts(Opened(open, now)),
        (null, _) => SessionRefusals.NoSuchSession,
        (_, EraseSession) => state.Erased ? Nothing : Facts(new SessionErased { At = now }),
        (_, OpenSession) => throw new InvalidOperationException("A session is created once: its id is new at each request."),

        (_, Change change) => Changed(state, change, now),
        ({ Status: Expired or Complete }, SeePayment) => Nothing,
        ({ Status: Open }, SeePayment { Payment: PaymentIntentStatus.Succeeded or PaymentIntentStatus.RequiresCapture } seen) =>
            Facts(new SessionCompleted { Paid = seen.Payment == PaymentIntentStatus.Succeeded, At = now }),
        // Not before the payment is canceled: an attempt that began in time may still be approved.
        ({ Status: Open }, SeePayment { Payment: PaymentIntentStatus.Canceled }) when now >= state.ExpiresAt =>
            Facts(new SessionExpired { Request = RequestInfo.None, At = now }),
        (_, SeePayment) => Nothing,
        ({ Status: Open }, Expire { Payment: PaymentIntentStatus.Canceled } expire) => Facts(new SessionExpired { Request = expire.Request, At = now }),
        _ => SessionRefusals.NotOpen(state.Status),
    };

    private static SessionCreated Opened(OpenSession open, DateTimeOffset now) => new()
    {
        Id = open.Id,
        MerchantId = open.Asked.Tenant.MerchantId,
        Livemode = open.Asked.Tenant.Livemode,
        PaymentIntentId = open.Asked.PaymentIntentId,
        Lines = open.Asked.Lines,
        Details = open.Asked.Details,
        ExpiresAt = open.Asked.ExpiresAt,
        Request = open.Asked.Request,
        At = now,
    };

    private static Decision Changed(CheckoutSession state, Change change, DateTimeOffset now)
    {
        var metadata = change.Asked.Metadata.ApplyTo(state.Details.Metadata);
        return metadata.IsSuccess
            ? Facts(new SessionUpdated { Metadata = metadata.Value, Request = change.Asked.Request, At = now })
            : metadata.Refusal;
    }

    private static Decision Facts(params ReadOnlySpan<CheckoutSessionEvent> facts) => ImmutableArray.Create(facts);
}
