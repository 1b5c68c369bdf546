namespace PayGate.Bank;

/// <summary>
/// How the sandbox's issuer rules on what a merchant says to a chargeback. The two texts that Stripe's test mode knows decide at once; on anything else the issuer takes a
/// week, and then stands by its cardholder.
/// </summary>
public static class ChargebackRulings
{
    public const string Winning = "winning_evidence";
    public const string Losing = "losing_evidence";

    public static readonly TimeSpan ReviewTime = TimeSpan.FromDays(7);

    /// <summary>True for the merchant, false for the cardholder, null while the issuer has not decided.</summary>
    /// <param name="text">The evidence; null for none that the issuer reads.</param>
    /// <param name="submittedAt">When it came.</param>
    /// <param name="now">The bank's clock.</param>
    public static bool? Of(string? text, DateTimeOffset submittedAt, DateTimeOffset now) => text?.Trim() switch
    {
        Winning => true,
        Losing => false,
        _ when now >= submittedAt + ReviewTime => false,
        _ => null,
    };
}
