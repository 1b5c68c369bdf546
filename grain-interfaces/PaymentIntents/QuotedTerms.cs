namespace PayGate.PaymentIntents;

/// <summary>The quote that a payment cites: its attempts use these terms until the quote's end, and none after it.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.quoted-terms"), Immutable]
public sealed record QuotedTerms
{
    /// <summary><c>qt_…</c>; no other payment can cite it.</summary>
    [Id(0)]
    public required string QuoteId { get; init; }

    [Id(1)]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Id(2)]
    public required SettlementTerms Terms { get; init; }
}
