namespace PayGate.PaymentIntents;

/// <summary>A bank's reason to refuse a refund, in Stripe's words.</summary>
public static class RefundFailure
{
    /// <summary>Null for a refund that did not fail.</summary>
    public static string? WordOf(string? reason) => reason switch
    {
        null => null,
        "do_not_honor" or "fraudulent" or "card_velocity_exceeded" => "declined",
        "expired_card" => "expired_or_canceled_card",
        "insufficient_funds" => "insufficient_funds",
        "lost_card" or "stolen_card" => "lost_or_stolen_card",
        _ => "unknown",
    };
}
