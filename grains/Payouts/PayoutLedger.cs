using PayGate.Grains.Journal;
using PayGate.Grains.Settlements;
using PayGate.Payouts;

namespace PayGate.Grains.Payouts;

/// <summary>What a payout's facts book: from available to in payout when it is made, out of the house when it arrived, or back.</summary>
public static class PayoutLedger
{
    public const string MerchantInPayout = "merchant_in_payout";
    public const string Cash = "cash";

    /// <param name="payout">The state after the fact.</param>
    /// <param name="fact">The fact; those on the way book nothing.</param>
    public static IEnumerable<TransferRow> Transfers(Payout payout, PayoutEvent fact) => fact switch
    {
        PayoutCreated => [Transfer(payout, "payout", SettlementLedger.MerchantAvailable, MerchantInPayout, fact.At)],
        PayoutPaid => [Transfer(payout, "payout_paid", MerchantInPayout, Cash, fact.At)],
        PayoutFailed => [Transfer(payout, "payout_failed", MerchantInPayout, SettlementLedger.MerchantAvailable, fact.At)],
        PayoutCanceled => [Transfer(payout, "payout_canceled", MerchantInPayout, SettlementLedger.MerchantAvailable, fact.At)],
        _ => [],
    };

    /// <summary>The same as the merchant's balance shows it.</summary>
    /// <param name="payout">The state after the fact.</param>
    /// <param name="fact">The fact.</param>
    public static IEnumerable<PayoutTransactionRow> Transactions(Payout payout, PayoutEvent fact) => fact switch
    {
        PayoutCreated => [Transaction(payout, payout.TransactionId, "payout", -payout.Amount, fact.At)],
        PayoutFailed => [Transaction(payout, payout.ReturnTransactionId!, "payout_failure", payout.Amount, fact.At)],
        PayoutCanceled => [Transaction(payout, payout.ReturnTransactionId!, "payout_cancel", payout.Amount, fact.At)],
        _ => [],
    };

    private static TransferRow Transfer(Payout payout, string sourceType, string debit, string credit, DateTimeOffset at) => new()
    {
        MerchantId = payout.Tenant.MerchantId,
        SourceType = sourceType,
        SourceId = payout.Id,
        Seq = 1,
        DebitAccount = debit,
        CreditAccount = credit,
        Amount = payout.Amount,
        At = at,
    };

    private static PayoutTransactionRow Transaction(Payout payout, string id, string type, Money amount, DateTimeOffset at) => new()
    {
        Id = id,
        MerchantId = payout.Tenant.MerchantId,
        PayoutId = payout.Id,
        Livemode = payout.Tenant.Livemode,
        Type = type,
        Amount = amount,
        Created = at,
    };
}
