using PayGate.PaymentIntents;
using PayGate.Quotes;

namespace PayGate.Wire.V1;

/// <summary>What a payment would come to, promised for fifteen minutes. Absent members are null, never left out.</summary>
public sealed record QuoteResource
{
    public required string Id { get; init; }

    [Words("quote")]
    public string Object { get; init; } = "quote";

    /// <summary>The payment's amount, in its own currency.</summary>
    public required long Amount { get; init; }

    public required long Created { get; init; }

    /// <summary>The payment's currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Settlement units for one unit of the payment's currency, where they differ.</summary>
    public decimal? ExchangeRate { get; init; }

    /// <summary>An intent that cites the quote is authorized at it before this instant, and not after it.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>In the settlement currency.</summary>
    public required long Fee { get; init; }

    /// <summary>The amount in the settlement currency.</summary>
    public required long Gross { get; init; }

    public required bool Livemode { get; init; }

    /// <summary>Gross less fee.</summary>
    public required long Net { get; init; }

    /// <summary>The one payment intent that cites it.</summary>
    public string? PaymentIntent { get; init; }

    public required string SettlementCurrency { get; init; }
}

/// <summary>Quotes as their public object. Pure: the same quote gives the same bytes.</summary>
public static class QuoteRendering
{
    /// <param name="quote">The quote.</param>
    /// <param name="paymentIntent">What cites it; null for nothing.</param>
    public static QuoteResource ToResource(this Quote quote, string? paymentIntent) => new()
    {
        Id = quote.Id,
        Amount = quote.Amount.MinorUnits,
        Created = quote.Created.ToUnixTimeSeconds(),
        Currency = quote.Amount.Currency.Code,
        ExchangeRate = quote.Amount.Currency == quote.Terms.SettlementCurrency ? null : quote.Terms.Rate,
        ExpiresAt = quote.ExpiresAt.ToUnixTimeSeconds(),
        Fee = quote.Fee.MinorUnits,
        Gross = quote.Gross.MinorUnits,
        Livemode = quote.Tenant.Livemode,
        Net = quote.Net.MinorUnits,
        PaymentIntent = paymentIntent,
        SettlementCurrency = quote.Terms.SettlementCurrency.Code,
    };

    public static Answer ToAnswer(this Quote quote) => new() { Status = 200, Body = WireJson.Write(quote.ToResource(null)) };
}
