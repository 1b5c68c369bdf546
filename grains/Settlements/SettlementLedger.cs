using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.Settlements;

namespace PayGate.Grains.Settlements;

/// <summary>What a batch books: on its payout date its net moves from the merchant's pending to its available balance, or back where it is negative.</summary>
public static class SettlementLedger
{
    public const string MerchantAvailable = "merchant_available";

    /// <param name="batch">The state after the fact.</param>
    /// <param name="fact">The fact; only one books something.</param>
    public static IEnumerable<TransferRow> Transfers(SettlementBatch batch, SettlementBatchEvent fact)
    {
        if (fact is not BatchSettled || batch.Net.IsZero)
        {
            yield break;
        }

        var (debit, credit, amount) = batch.Net.IsPositive
            ? (PaymentLedger.MerchantPending, MerchantAvailable, batch.Net)
            : (MerchantAvailable, PaymentLedger.MerchantPending, -batch.Net);
        yield return new TransferRow
        {
            MerchantId = batch.Tenant.MerchantId,
            SourceType = "settlement",
            SourceId = batch.Id,
            Seq = 1,
            DebitAccount = debit,
            CreditAccount = credit,
            Amount = amount,
            At = fact.At,
        };
    }
}
