using PayGate.Grains.RateLimits;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// What a payment's facts take from the merchant's budget: the amount of an attempt or increment when the bank is about to be asked for it, back whatever the bank did
/// not approve. A void, a release or a refund gives nothing back: what counts is what was approved.
/// </summary>
internal static class PaymentBudget
{
    /// <param name="payment">The state after the fact.</param>
    /// <param name="fact">The fact; most move nothing, and none does where no limit was in force.</param>
    public static AmountMoveRow? Move(PaymentIntent payment, PaymentIntentEvent fact) => fact switch
    {
        AttemptStarted { Lease: { } lease } started => AmountMoveRow.Take(payment.MerchantId, started.ChargeId, lease, payment.Amount),
        AttemptApproved => Settle(payment, Money.Zero(payment.Amount.Currency)),
        AttemptDeclined or AttemptFailed => Settle(payment, payment.Amount),
        IncrementStarted { Lease: { } lease } started =>
            AmountMoveRow.Take(payment.MerchantId, started.Reference, lease, started.Amount - payment.LatestAttempt!.Authorized!.Value),
        AuthorizationIncremented { Taken: { } taken } => AmountMoveRow.Settle(payment.MerchantId, taken.Reference, taken.Lease, taken.GivenBack),
        IncrementDeclined { Taken: { } taken } => AmountMoveRow.Settle(payment.MerchantId, taken.Reference, taken.Lease, taken.GivenBack),
        _ => null,
    };

    private static AmountMoveRow? Settle(PaymentIntent payment, Money givenBack) =>
        payment.LatestAttempt is { Lease: { } lease } attempt ? AmountMoveRow.Settle(payment.MerchantId, attempt.ChargeId, lease, givenBack) : null;
}
