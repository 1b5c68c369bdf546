using PayGate.Cards;
using PayGate.Merchants;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Merchants;

/// <summary>What a merchant's payments are converted and charged at now, from a snapshot that is at most a second old: no actor is asked per payment.</summary>
public interface IMerchantTerms
{
    /// <summary>Refuses currency_not_supported without a rate, and rate_unavailable when the last good rate is too old.</summary>
    Outcome<SettlementTerms> For(string merchantId, Currency paymentCurrency);

    /// <summary>The terms of a payment once its card is known: the merchant's plan may have a rule for it. Looks into memory only, and refuses nothing.</summary>
    /// <param name="merchantId">Whose payment it is.</param>
    /// <param name="terms">What <see cref="For"/> gave.</param>
    /// <param name="paymentCurrency">Of the payment.</param>
    /// <param name="card">What it is paid with.</param>
    SettlementTerms ForCard(string merchantId, SettlementTerms terms, Currency paymentCurrency, CardDisplay card);

    /// <summary>In whose days the merchant counts.</summary>
    TimeZoneInfo ZoneOf(string merchantId);

    /// <summary>When a closed day of the merchant's is paid out: T+2 business days of its country.</summary>
    DateOnly PayoutDay(string merchantId, DateOnly closedDay);

    /// <summary>False for a merchant whose money is held back because it is suspended, closed or not yet admitted.</summary>
    bool IsActive(string merchantId);

    /// <summary>When the merchant's money goes out by itself.</summary>
    PayoutSchedule PayoutScheduleOf(string merchantId);
}
