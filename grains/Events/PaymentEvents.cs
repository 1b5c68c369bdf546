using PayGate.Events;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>Which public events a payment's facts mean, and what they show.</summary>
public static class PaymentEvents
{
    /// <summary>By stored name of the fact, in the order of delivery. The table <c>paygate.public_event_types</c> holds the same; a test compares them.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> TypesByFact = new Dictionary<string, string[]>
    {
        ["payment_intent.created"] = ["payment_intent.created"],
        ["challenge.required"] = ["payment_intent.requires_action"],
        ["challenge.failed"] = ["payment_intent.payment_failed"],
        ["attempt.unknown"] = ["payment_intent.processing"],
        ["attempt.approved"] = ["charge.succeeded", "payment_intent.amount_capturable_updated"],
        ["attempt.captured"] = ["charge.succeeded", "payment_intent.succeeded"],
        ["attempt.declined"] = ["charge.failed", "payment_intent.payment_failed"],
        ["attempt.failed"] = ["charge.failed", "payment_intent.payment_failed"],
        ["increment.unknown"] = ["payment_intent.processing"],
        ["authorization.incremented"] = ["charge.updated", "payment_intent.amount_capturable_updated"],
        ["charge.updated"] = ["charge.updated"],
        ["capture.unknown"] = ["payment_intent.processing"],
        ["payment.captured"] = ["charge.captured", "payment_intent.succeeded"],
        ["payment_intent.canceled"] = ["payment_intent.canceled"],
        ["refund.started"] = ["refund.created"],
        ["refund.succeeded"] = ["charge.refunded", "refund.updated"],
        ["refund.failed"] = ["refund.failed"],
    };

    /// <param name="id">The event.</param>
    /// <param name="payment">The payment after the fact.</param>
    /// <param name="fact">The fact.</param>
    public static byte[] Render(PublicEventId id, PaymentIntent payment, PaymentIntentEvent fact)
    {
        var type = TypesByFact[PaymentIntentFacts.NameOf(fact)][id.Place];
        var request = RequestOf(payment, fact);
        return WireJson.Write(new EventResource
        {
            Id = id.ToString(),
            ApiVersion = ApiVersion.Current,
            Created = fact.At.ToUnixTimeSeconds(),
            Data = new EventDataResource { Object = ObjectOf(type, payment, fact) },
            Livemode = payment.Livemode,
            Request = new EventRequestResource { Id = request.RequestId, IdempotencyKey = request.Claim?.Key },
            Type = type,
        });
    }

    private static object ObjectOf(string type, PaymentIntent payment, PaymentIntentEvent fact) => type.Split('.')[0] switch
    {
        "charge" => payment.ToChargeResource(ChargeOf(payment, fact), Expansion.None),
        "refund" => payment.ToRefundResource(payment.Refunds.Single(refund => refund.Id == RefundIdOf(fact)), Expansion.None),
        _ => payment.ToResource(Expansion.None) with { ClientSecret = null },
    };

    private static Attempt ChargeOf(PaymentIntent payment, PaymentIntentEvent fact) =>
        fact is ChargeUpdated updated ? payment.Attempts.Single(attempt => attempt.ChargeId == updated.ChargeId) : payment.LatestAttempt!;

    private static string? RefundIdOf(PaymentIntentEvent fact) => fact switch
    {
        RefundStarted started => started.RefundId,
        RefundSucceeded succeeded => succeeded.RefundId,
        RefundFailed failed => failed.RefundId,
        _ => null,
    };

    private static RequestInfo RequestOf(PaymentIntent payment, PaymentIntentEvent fact) => fact switch
    {
        IntentCreated created => created.Request,
        IntentCanceled canceled => canceled.Request,
        ChargeUpdated updated => updated.Request,
        ChallengeRequired required => required.Challenge.Request,
        ChallengeFailed => RequestInfo.None,
        _ when RefundIdOf(fact) is { } refundId => payment.Refunds.Single(refund => refund.Id == refundId).Request,
        _ => payment.LatestAttempt!.PendingCapture?.Request ?? payment.LatestAttempt.Request,
    };
}
