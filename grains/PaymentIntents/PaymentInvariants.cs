using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>What no sequence of commands may break. A violation is a bug: the activation stops before anything is written.</summary>
internal static class PaymentInvariants
{
    public static void Assert(PaymentIntent payment)
    {
        var authorized = payment.LatestAttempt?.Authorized ?? Money.Zero(payment.Amount.Currency);
        Hold(authorized <= payment.Amount, "authorized ≤ amount", payment);
        Hold(payment.AmountCaptured <= authorized, "captured ≤ authorized", payment);
        Hold(payment.AmountRefundReserved + payment.AmountDisputed <= payment.AmountCaptured, "refunded + disputed ≤ captured", payment);
        Hold(payment.Disputes.Count(dispute => dispute.Status == PaymentDisputeStatus.Open) <= 1, "one open dispute", payment);
        Hold(payment.Attempts.Count(attempt => attempt.Status is AttemptStatus.Authorized or AttemptStatus.Captured) <= 1, "one standing attempt", payment);
        Hold(payment.Status != PaymentIntentStatus.Succeeded || payment.AmountCaptured.IsPositive, "succeeded means captured", payment);
    }

    private static void Hold(bool holds, string rule, PaymentIntent payment)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{payment.Id} would break the rule: {rule}.");
        }
    }
}
