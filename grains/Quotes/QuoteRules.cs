using PayGate.Grains.Journal;
using PayGate.PaymentIntents;
using PayGate.Quotes;

namespace PayGate.Grains.Quotes;

/// <summary>When a payment may cite a quote, and when its attempts may use it, pure but for the one look at the stored quote.</summary>
internal static class QuoteRules
{
    public static readonly Refusal Used = new("quote_already_used", "Another payment intent cites this quote: ask for a new one.", "quote");

    public static readonly Refusal OtherAmount = new(
        "quote_mismatch", "A payment intent has the amount and currency of the quote that it cites: ask for a new quote, and make a new payment intent.", "quote");

    /// <summary>The quote of an intent that is about to be made. A quote of another merchant or mode and an unknown one are refused alike.</summary>
    public static async Task<Outcome<QuotedTerms>> Cite(this IJournal journal, string quoteId, Tenant tenant, Money amount, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stored = ObjectId.IsWellFormed(Quote.Prefix, quoteId) && ObjectId.MayBelongTo(quoteId, tenant.MerchantId)
            ? await journal.Load(StreamKind.Quote, quoteId, cancellationToken)
            : null;
        if (stored is null || QuoteStorage.Read(stored.State) is not { } quote || quote.Tenant != tenant)
        {
            return new Refusal("resource_missing", "No such quote.", "quote");
        }

        var quoted = new QuotedTerms { QuoteId = quote.Id, ExpiresAt = quote.ExpiresAt, Terms = quote.Terms };
        return quote.Amount != amount ? OtherAmount : quoted.At(now).Refusal is { } over ? over : quoted;
    }

    /// <summary>The terms of an attempt that starts now.</summary>
    public static Outcome<SettlementTerms> At(this QuotedTerms quoted, DateTimeOffset now) => now < quoted.ExpiresAt
        ? quoted.Terms
        : new Refusal(
            "quote_expired",
            $"The quote {quoted.QuoteId} has ended at {quoted.ExpiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'}: ask for a new one, and make a new payment intent that cites it, or none.",
            "quote");
}
