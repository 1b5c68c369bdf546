using System.Collections.Immutable;
using PayGate.Disputes;
using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>Disputes as their public objects, and their movements as balance transactions. Pure: the same state gives the same bytes.</summary>
public static class DisputeRendering
{
    public static DisputeResource ToResource(this Dispute dispute) => new()
    {
        Id = dispute.Id,
        Amount = dispute.Amount.MinorUnits,
        BalanceTransactions = dispute.Reinstatement is { } back
            ? [dispute.Withdrawal.ToResource(dispute.Id), back.ToResource(dispute.Id)]
            : [dispute.Withdrawal.ToResource(dispute.Id)],
        Charge = dispute.Charge,
        Created = dispute.Created.ToUnixTimeSeconds(),
        Currency = dispute.Amount.Currency.Code,
        Evidence = Evidence(dispute.Evidence),
        EvidenceDetails = new DisputeEvidenceDetailsResource
        {
            DueBy = dispute.EvidenceDueBy.ToUnixTimeSeconds(),
            HasEvidence = dispute.Evidence.Count > 0,
            PastDue = dispute.Ending == DisputeEnding.Overdue,
            SubmissionCount = dispute.SubmittedAt is null ? 0 : 1,
        },
        Livemode = dispute.Tenant.Livemode,
        Metadata = dispute.Metadata,
        PaymentIntent = dispute.PaymentIntent,
        Reason = dispute.Reason,
        Status = PaymentIntentRendering.Word(dispute.Status),
    };

    /// <summary>The answer to a request about a dispute; what it asked to expand is put in when it goes out.</summary>
    public static Answer ToAnswer(this Dispute dispute) => new() { Status = 200, Body = WireJson.Write(dispute.ToResource()) };

    /// <summary>The withdrawal of a dispute, as its payment booked it.</summary>
    public static DisputeMovement WithdrawalOf(this PaymentIntent payment, PaymentDispute dispute) =>
        Movement(payment, dispute, dispute.BalanceTransactionId, -dispute.Settled, dispute.Fee, dispute.OpenedAt);

    /// <summary>The return of a dispute's money; null unless it was won.</summary>
    public static DisputeMovement? ReinstatementOf(this PaymentIntent payment, PaymentDispute dispute) => dispute.ReinstatementId is { } id
        ? Movement(payment, dispute, id, dispute.Settled, Money.Zero(dispute.Fee.Currency), dispute.EndedAt!.Value)
        : null;

    public static BalanceTransactionResource ToResource(this DisputeMovement moved, string disputeId)
    {
        var withdraws = moved.Amount.MinorUnits < 0 || !moved.Fee.IsZero;
        return new BalanceTransactionResource
        {
            Id = moved.Id,
            Amount = moved.Amount.MinorUnits,
            AvailableOn = moved.AvailableOn.ToUnixTimeSeconds(),
            Created = moved.At.ToUnixTimeSeconds(),
            Currency = moved.Amount.Currency.Code,
            Description = withdraws ? "Chargeback withdrawal" : "Chargeback reversal",
            ExchangeRate = moved.ExchangeRate,
            Fee = moved.Fee.MinorUnits,
            FeeDetails = moved.Fee.IsZero
                ? []
                : [new FeeDetailResource { Amount = moved.Fee.MinorUnits, Currency = moved.Fee.Currency.Code, Description = "Dispute fee", Type = "stripe_fee" }],
            Net = (moved.Amount - moved.Fee).MinorUnits,
            ReportingCategory = withdraws ? "dispute" : "dispute_reversal",
            Source = disputeId,
            Status = "pending",
            Type = "adjustment",
        };
    }

    private static DisputeMovement Movement(PaymentIntent payment, PaymentDispute dispute, string id, Money amount, Money fee, DateTimeOffset at)
    {
        var terms = payment.Attempts.Single(attempt => attempt.ChargeId == dispute.ChargeId).Terms;
        return new DisputeMovement
        {
            Id = id,
            Amount = amount,
            Fee = fee,
            ExchangeRate = dispute.Amount.Currency == amount.Currency ? null : terms.Rate,
            At = at,
            AvailableOn = terms.AvailableOn(at),
        };
    }

    private static DisputeEvidenceResource Evidence(ImmutableSortedDictionary<string, string> said) => new()
    {
        AccessActivityLog = said.GetValueOrDefault("access_activity_log"),
        BillingAddress = said.GetValueOrDefault("billing_address"),
        CancellationPolicyDisclosure = said.GetValueOrDefault("cancellation_policy_disclosure"),
        CancellationRebuttal = said.GetValueOrDefault("cancellation_rebuttal"),
        CustomerEmailAddress = said.GetValueOrDefault("customer_email_address"),
        CustomerName = said.GetValueOrDefault("customer_name"),
        CustomerPurchaseIp = said.GetValueOrDefault("customer_purchase_ip"),
        DuplicateChargeExplanation = said.GetValueOrDefault("duplicate_charge_explanation"),
        DuplicateChargeId = said.GetValueOrDefault("duplicate_charge_id"),
        ProductDescription = said.GetValueOrDefault("product_description"),
        RefundPolicyDisclosure = said.GetValueOrDefault("refund_policy_disclosure"),
        RefundRefusalExplanation = said.GetValueOrDefault("refund_refusal_explanation"),
        ServiceDate = said.GetValueOrDefault("service_date"),
        ShippingAddress = said.GetValueOrDefault("shipping_address"),
        ShippingCarrier = said.GetValueOrDefault("shipping_carrier"),
        ShippingDate = said.GetValueOrDefault("shipping_date"),
        ShippingTrackingNumber = said.GetValueOrDefault("shipping_tracking_number"),
        UncategorizedText = said.GetValueOrDefault(DisputeEvidence.Uncategorized),
    };
}
