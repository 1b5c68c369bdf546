using PayGate.Disputes;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Disputes;

/// <summary>A dispute as its payment sees it, and as its own actor begins.</summary>
internal static class DisputeOpenings
{
    public static OpenDisputeCommand ToOpening(this PaymentIntent payment, PaymentDispute dispute) => new()
    {
        Tenant = payment.Tenant,
        Charge = dispute.ChargeId,
        PaymentIntent = payment.Id,
        Customer = payment.Details.Customer,
        Amount = dispute.Amount,
        Reason = dispute.Reason,
        OpenedAt = dispute.OpenedAt,
        Withdrawal = payment.WithdrawalOf(dispute),
        Request = dispute.Request,
    };

    /// <summary>As it will be once its actor is made: the answer to whoever opened it.</summary>
    public static Dispute ToDispute(this PaymentIntent payment, PaymentDispute dispute) =>
        DisputeDecider.Apply(null, DisputeDecider.Created(new Open(dispute.Id, payment.ToOpening(dispute))));
}
