using NpgsqlTypes;
using PayGate.Grains.CardTokens;
using PayGate.Grains.CheckoutSessions;
using PayGate.Grains.Customers;
using PayGate.Grains.Disputes;
using PayGate.Grains.EncryptionKeys;
using PayGate.Grains.ExchangeRates;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Grains.PaymentIntents;
using PayGate.Grains.PaymentLinks;
using PayGate.Grains.Payouts;
using PayGate.Grains.Quotes;
using PayGate.Grains.RateLimits;
using PayGate.Grains.RefundRequests;
using PayGate.Grains.Settlements;
using PayGate.Grains.SetupIntents;

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
            Column<PaymentIntentRow>.Bigint("amount_disputed", row => row.AmountDisputed),
            Column<PaymentIntentRow>.Instant("created", row => row.Created),
            Column<PaymentIntentRow>.Instant("expires_at", row => row.ExpiresAt),
            Column<PaymentIntentRow>.Text("customer_id", row => row.CustomerId),
            Column<PaymentIntentRow>.Text("idempotency_key", row => row.IdempotencyKey)),
        new HeadTable<MerchantRow>(
            StreamKind.Merchant, "paygate.merchants",
            Column<MerchantRow>.Text("name", row => row.Name),
            Column<MerchantRow>.Text("status", row => row.Status),
            Column<MerchantRow>.Text("settlement_currency", row => row.SettlementCurrency.Code),
            Column<MerchantRow>.Of("fee_basis_points", NpgsqlDbType.Integer, row => row.FeeBasisPoints),
            Column<MerchantRow>.Bigint("fee_fixed_usd_cents", row => row.FeeFixedUsdCents),
            Column<MerchantRow>.Text("time_zone", row => row.TimeZone),
            Column<MerchantRow>.Text("payout_schedule", row => row.PayoutSchedule),
            Column<MerchantRow>.Of("fee_plan", NpgsqlDbType.Json, row => row.FeePlan)),
        new HeadTable<ApiKeyRow>(
            StreamKind.ApiKey, "paygate.api_keys",
            Column<ApiKeyRow>.Text("kind", row => row.KeyKind),
            Column<ApiKeyRow>.Boolean("livemode", row => row.Livemode),
            Column<ApiKeyRow>.Bytes("key_hash", row => row.KeyHash),
            Column<ApiKeyRow>.Instant("expires_at", row => row.ExpiresAt),
            Column<ApiKeyRow>.Boolean("revoked", row => row.Revoked)),
        new HeadTable<CardTokenRow>(
            StreamKind.CardToken, "paygate.card_tokens",
            Column<CardTokenRow>.Boolean("livemode", row => row.Livemode),
            Column<CardTokenRow>.Text("status", row => row.Status),
            Column<CardTokenRow>.Boolean("reusable", row => row.Reusable),
            Column<CardTokenRow>.Text("consumer", row => row.Consumer),
            Column<CardTokenRow>.Text("customer_id", row => row.CustomerId),
            Column<CardTokenRow>.Text("detached_from", row => row.DetachedFrom),
            Column<CardTokenRow>.Bytes("fingerprint", row => row.Fingerprint),
            Column<CardTokenRow>.Of("key_version", NpgsqlDbType.Integer, row => row.KeyVersion),
            Column<CardTokenRow>.Bytes("number_nonce", row => row.NumberNonce),
            Column<CardTokenRow>.Bytes("expiry_nonce", row => row.ExpiryNonce),
            Column<CardTokenRow>.Bytes("holder_nonce", row => row.HolderNonce),
            Column<CardTokenRow>.Instant("created", row => row.Created)),
        new HeadTable<EncryptionKeyRow>(
            StreamKind.EncryptionKey, "paygate.encryption_keys",
            Column<EncryptionKeyRow>.Text("purpose", row => row.Purpose),
            Column<EncryptionKeyRow>.Of("active_version", NpgsqlDbType.Integer, row => row.ActiveVersion),
            Column<EncryptionKeyRow>.Bigint("encryptions", row => row.Encryptions),
            Column<EncryptionKeyRow>.Instant("active_since", row => row.ActiveSince)),
        new HeadTable<CustomerRow>(
            StreamKind.Customer, "paygate.customers",
            Column<CustomerRow>.Boolean("livemode", row => row.Livemode),
            Column<CustomerRow>.Text("email", row => row.Email),
            Column<CustomerRow>.Boolean("deleted", row => row.Deleted),
            Column<CustomerRow>.Instant("created", row => row.Created)),
        new HeadTable<CheckoutSessionRow>(
            StreamKind.CheckoutSession, "paygate.checkout_sessions",
            Column<CheckoutSessionRow>.Boolean("livemode", row => row.Livemode),
            Column<CheckoutSessionRow>.Text("status", row => row.Status),
            Column<CheckoutSessionRow>.Text("payment_intent_id", row => row.PaymentIntentId),
            Column<CheckoutSessionRow>.Text("customer_id", row => row.CustomerId),
            Column<CheckoutSessionRow>.Text("order_id", row => row.OrderId),
            Column<CheckoutSessionRow>.Text("payment_link_id", row => row.PaymentLinkId),
            Column<CheckoutSessionRow>.Instant("created", row => row.Created)),
        new HeadTable<PaymentLinkRow>(
            StreamKind.PaymentLink, "paygate.payment_links",
            Column<PaymentLinkRow>.Boolean("livemode", row => row.Livemode),
            Column<PaymentLinkRow>.Boolean("active", row => row.Active),
            Column<PaymentLinkRow>.Instant("created", row => row.Created)),
        new HeadTable<SetupIntentRow>(
            StreamKind.SetupIntent, "paygate.setup_intents",
            Column<SetupIntentRow>.Boolean("livemode", row => row.Livemode),
            Column<SetupIntentRow>.Text("status", row => row.Status),
            Column<SetupIntentRow>.Text("customer_id", row => row.CustomerId),
            Column<SetupIntentRow>.Text("payment_method_id", row => row.PaymentMethodId),
            Column<SetupIntentRow>.Instant("created", row => row.Created)),
        new HeadTable<RefundRequestRow>(
            StreamKind.RefundRequest, "paygate.refund_requests",
            Column<RefundRequestRow>.Boolean("livemode", row => row.Livemode),
            Column<RefundRequestRow>.Text("status", row => row.Status),
            Column<RefundRequestRow>.Text("customer_id", row => row.CustomerId),
            Column<RefundRequestRow>.Text("payment_intent_id", row => row.PaymentIntentId),
            Column<RefundRequestRow>.Text("currency", row => row.Amount.Currency.Code),
            Column<RefundRequestRow>.Bigint("amount", row => row.Amount.MinorUnits),
            Column<RefundRequestRow>.Text("refund_id", row => row.RefundId),
            Column<RefundRequestRow>.Boolean("erased", row => row.Erased),
            Column<RefundRequestRow>.Instant("created", row => row.Created)),
        new HeadTable<AmountLimitRow>(
            StreamKind.RateLimit, "paygate.amount_limits",
            Column<AmountLimitRow>.Boolean("livemode", row => row.Key.Tenant.Livemode),
            Column<AmountLimitRow>.Text("currency", row => row.Key.Currency.Code),
            Column<AmountLimitRow>.Of("daily_limit", NpgsqlDbType.Bigint, row => row.Daily),
            Column<AmountLimitRow>.Of("monthly_limit", NpgsqlDbType.Bigint, row => row.Monthly),
            Column<AmountLimitRow>.Instant("day_start", row => row.DayStart),
            Column<AmountLimitRow>.Bigint("day_before", row => row.DayBefore),
            Column<AmountLimitRow>.Bigint("day_taken", row => row.DayTaken),
            Column<AmountLimitRow>.Instant("month_start", row => row.MonthStart),
            Column<AmountLimitRow>.Bigint("month_before", row => row.MonthBefore),
            Column<AmountLimitRow>.Bigint("month_taken", row => row.MonthTaken)),
        new HeadTable<SettlementBatchRow>(
            StreamKind.SettlementBatch, "paygate.settlement_batches",
            Column<SettlementBatchRow>.Boolean("livemode", row => row.Livemode),
            Column<SettlementBatchRow>.Text("currency", row => row.Currency.Code),
            Column<SettlementBatchRow>.Of("day", NpgsqlDbType.Date, row => row.Day),
            Column<SettlementBatchRow>.Instant("day_end", row => row.DayEnd),
            Column<SettlementBatchRow>.Of("payout_on", NpgsqlDbType.Date, row => row.PayoutOn),
            Column<SettlementBatchRow>.Text("status", row => row.Status),
            Column<SettlementBatchRow>.Bigint("movements", row => row.Totals.Movements),
            Column<SettlementBatchRow>.Bigint("gross", row => row.Totals.Gross),
            Column<SettlementBatchRow>.Bigint("refunds", row => row.Totals.Refunds),
            Column<SettlementBatchRow>.Bigint("fees", row => row.Totals.Fees),
            Column<SettlementBatchRow>.Bigint("disputes", row => row.Totals.Disputes),
            Column<SettlementBatchRow>.Bigint("net", row => row.Totals.Net),
            Column<SettlementBatchRow>.Instant("created", row => row.Created)),
        new HeadTable<SettlementScheduleRow>(
            StreamKind.SettlementSchedule, "paygate.settlement_schedules",
            Column<SettlementScheduleRow>.Boolean("livemode", row => row.Livemode),
            Column<SettlementScheduleRow>.Of("closed_through", NpgsqlDbType.Date, row => row.ClosedThrough)),
        new HeadTable<PayoutRow>(
            StreamKind.Payout, "paygate.payouts",
            Column<PayoutRow>.Boolean("livemode", row => row.Livemode),
            Column<PayoutRow>.Text("status", row => row.Status),
            Column<PayoutRow>.Text("currency", row => row.Amount.Currency.Code),
            Column<PayoutRow>.Bigint("amount", row => row.Amount.MinorUnits),
            Column<PayoutRow>.Boolean("automatic", row => row.Automatic),
            Column<PayoutRow>.Text("destination", row => row.Destination),
            Column<PayoutRow>.Instant("arrival_at", row => row.ArrivalAt),
            Column<PayoutRow>.Instant("created", row => row.Created)),
        new HeadTable<DisputeRow>(
            StreamKind.Dispute, "paygate.disputes",
            Column<DisputeRow>.Boolean("livemode", row => row.Livemode),
            Column<DisputeRow>.Text("status", row => row.Status),
            Column<DisputeRow>.Text("payment_intent_id", row => row.PaymentIntentId),
            Column<DisputeRow>.Text("charge_id", row => row.ChargeId),
            Column<DisputeRow>.Text("customer_id", row => row.CustomerId),
            Column<DisputeRow>.Text("currency", row => row.Amount.Currency.Code),
            Column<DisputeRow>.Bigint("amount", row => row.Amount.MinorUnits),
            Column<DisputeRow>.Instant("evidence_due_by", row => row.EvidenceDueBy),
            Column<DisputeRow>.Boolean("erased", row => row.Erased),
            Column<DisputeRow>.Instant("created", row => row.Created)),
        new HeadTable<ExchangeRatesRow>(
            StreamKind.ExchangeRates, "paygate.exchange_rates",
            Column<ExchangeRatesRow>.Instant("asked_at", row => row.AskedAt),
            Column<ExchangeRatesRow>.Text("source", row => row.Source)),
        new HeadTable<QuoteRow>(
            StreamKind.Quote, "paygate.quotes",
            Column<QuoteRow>.Boolean("livemode", row => row.Livemode),
            Column<QuoteRow>.Text("currency", row => row.Amount.Currency.Code),
            Column<QuoteRow>.Bigint("amount", row => row.Amount.MinorUnits),
            Column<QuoteRow>.Instant("created", row => row.Created),
            Column<QuoteRow>.Instant("expires_at", row => row.ExpiresAt)),
    }.ToDictionary(table => table.Kind);
}
