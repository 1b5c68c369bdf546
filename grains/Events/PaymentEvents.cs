using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>Which public events a payment's facts mean, and what they show.</summary>
internal sealed class PaymentEvents : StreamEvents<PaymentIntent, PaymentIntentEvent>
{
    public override string Prefix => "pi";

    public override IReadOnlyDictionary<string, string[]> TypesByFact { get; } = new Dictionary<string, string[]>
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
        ["refund.canceled"] = ["refund.updated"],
        ["refund.updated"] = ["refund.updated"],
        ["refund.failed"] = ["refund.failed"],
    };

    protected override PaymentIntentEvent Read(StoredFact stored) => PaymentIntentFacts.Read(stored.Type, stored.Data, stored.Details);

    protected override PaymentIntent Apply(PaymentIntent? state, PaymentIntentEvent fact) => state.Apply(fact);

    protected override Tenant TenantOf(PaymentIntent state) => state.Tenant;

    protected override object ObjectOf(string type, PaymentIntent state, PaymentIntentEvent fact) => type.Split('.')[0] switch
    {
        "charge" => state.ToChargeResource(ChargeOf(state, fact), Expansion.None),
        "refund" => state.ToRefundResource(state.Refunds.Single(refund => refund.Id == RefundIdOf(fact)), Expansion.None),
        _ => state.ToResource(Expansion.None) with { ClientSecret = null },
    };

    /// <summary>An outcome names the request that asked for it; what was pending is known from the state before, which the outcome ended.</summary>
    protected override RequestInfo RequestOf(Step step) => step.Fact switch
    {
        IntentCreated created => created.Request,
        IntentCanceled canceled => canceled.Request,
        ChargeUpdated updated => updated.Request,
        RefundCanceled canceled => canceled.Request,
        RefundUpdated updated => updated.Request,
        ChallengeRequired required => required.Challenge.Request,
        ChallengeFailed => RequestInfo.None,
        IncrementOutcomeUnknown or AuthorizationIncremented => step.Before!.LatestAttempt!.PendingIncrement!.Request,
        CaptureOutcomeUnknown or PaymentCaptured => step.Before!.LatestAttempt!.PendingCapture!.Request,
        _ when RefundIdOf(step.Fact) is { } refundId => step.After.Refunds.Single(refund => refund.Id == refundId).Request,
        _ => step.After.LatestAttempt!.Request,
    };

    private static Attempt ChargeOf(PaymentIntent payment, PaymentIntentEvent fact) =>
        fact is ChargeUpdated updated ? payment.Attempts.Single(attempt => attempt.ChargeId == updated.ChargeId) : payment.LatestAttempt!;

    private static string? RefundIdOf(PaymentIntentEvent fact) => fact switch
    {
        RefundStarted started => started.RefundId,
        RefundSucceeded succeeded => succeeded.RefundId,
        RefundFailed failed => failed.RefundId,
        RefundCanceled canceled => canceled.RefundId,
        RefundUpdated updated => updated.RefundId,
        _ => null,
    };
}
