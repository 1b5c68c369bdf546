using NpgsqlTypes;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Grains.PaymentIntents;

namespace PayGate.Silo.Storage.Tables;

/// <summary>All head tables: a new kind of actor adds its line here.</summary>
internal static class HeadTables
{
    public static readonly IReadOnlyDictionary<StreamKind, IHeadTable> ByKind = new IHeadTable[]
    {
        new HeadTable<PaymentIntentRow>(
            StreamKind.PaymentIntent, "paygate.payment_intents",
            Column<PaymentIntentRow>.Boolean("livemode", row => row.Livemode),
            Column<PaymentIntentRow>.Text("status", row => row.Status),
            Column<PaymentIntentRow>.Text("currency", row => row.Amount.Currency.Code),
            Column<PaymentIntentRow>.Bigint("amount", row => row.Amount.MinorUnits),
            Column<PaymentIntentRow>.Bigint("amount_authorized", row => row.AmountAuthorized),
            Column<PaymentIntentRow>.Bigint("amount_captured", row => row.AmountCaptured),
            Column<PaymentIntentRow>.Bigint("amount_refunded", row => row.AmountRefunded),
            Column<PaymentIntentRow>.Instant("created", row => row.Created),
            Column<PaymentIntentRow>.Instant("expires_at", row => row.ExpiresAt),
            Column<PaymentIntentRow>.Text("idempotency_key", row => row.IdempotencyKey)),
        new HeadTable<MerchantRow>(
            StreamKind.Merchant, "paygate.merchants",
            Column<MerchantRow>.Text("name", row => row.Name),
            Column<MerchantRow>.Text("status", row => row.Status),
            Column<MerchantRow>.Text("settlement_currency", row => row.SettlementCurrency.Code),
            Column<MerchantRow>.Of("fee_basis_points", NpgsqlDbType.Integer, row => row.FeeBasisPoints),
            Column<MerchantRow>.Bigint("fee_fixed_usd_cents", row => row.FeeFixedUsdCents)),
        new HeadTable<ApiKeyRow>(
            StreamKind.ApiKey, "paygate.api_keys",
            Column<ApiKeyRow>.Text("kind", row => row.KeyKind),
            Column<ApiKeyRow>.Boolean("livemode", row => row.Livemode),
            Column<ApiKeyRow>.Bytes("key_hash", row => row.KeyHash),
            Column<ApiKeyRow>.Instant("expires_at", row => row.ExpiresAt),
            Column<ApiKeyRow>.Boolean("revoked", row => row.Revoked)),
    }.ToDictionary(table => table.Kind);
}
