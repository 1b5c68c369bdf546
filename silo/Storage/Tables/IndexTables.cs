using Npgsql;
using NpgsqlTypes;
using PayGate.Grains.CardTokens;
using PayGate.Grains.Erasure;
using PayGate.Grains.ExchangeRates;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Grains.PaymentIntents;
using PayGate.Grains.Payouts;
using PayGate.Grains.Quotes;
using PayGate.Grains.RateLimits;
using PayGate.Grains.RefundRequests;

namespace PayGate.Silo.Storage.Tables;

/// <summary>All tables of index rows: a new kind of row adds its line here.</summary>
internal static class IndexTables
{
    private static readonly IIndexTable[] All =
    [
        new IndexTable<ChargeRow>(
            "paygate.charges", "", owner: "payment_intent_id",
            Column<ChargeRow>.Text("payment_intent_id", row => row.PaymentIntentId)),
        new IndexTable<RefundRow>(
            "paygate.refunds", "", owner: "payment_intent_id",
            Column<RefundRow>.Text("payment_intent_id", row => row.PaymentIntentId),
            Column<RefundRow>.Text("charge_id", row => row.ChargeId)),
        new IndexTable<BalanceTransactionRow>(
            "paygate.balance_transactions", "", owner: "payment_intent_id",
            Column<BalanceTransactionRow>.Text("payment_intent_id", row => row.PaymentIntentId),
            Column<BalanceTransactionRow>.Boolean("livemode", row => row.Livemode),
            Column<BalanceTransactionRow>.Text("source_id", row => row.SourceId),
            Column<BalanceTransactionRow>.Text("type", row => row.Type),
            Column<BalanceTransactionRow>.Text("currency", row => row.Amount.Currency.Code),
            Column<BalanceTransactionRow>.Bigint("amount", row => row.Amount.MinorUnits),
            Column<BalanceTransactionRow>.Bigint("fee", row => row.Fee.MinorUnits),
            Column<BalanceTransactionRow>.Text("payment_currency", row => row.OfPayment.Currency.Code),
            Column<BalanceTransactionRow>.Bigint("payment_amount", row => row.OfPayment.MinorUnits),
            Column<BalanceTransactionRow>.Instant("created", row => row.Created)),
        new IndexTable<VaultEntryRow>(
            // In the order of their key, or two transactions with the same cards would wait for each other.
            "paygate.vault_entries", "order by merchant_id, livemode, fingerprint on conflict do nothing",
            Column<VaultEntryRow>.Boolean("livemode", row => row.Livemode),
            Column<VaultEntryRow>.Bytes("fingerprint", row => row.Fingerprint),
            Column<VaultEntryRow>.Instant("created", row => row.Created)),
        new IndexTable<AmountLeaseRow>(
            "paygate.amount_leases", "",
            Column<AmountLeaseRow>.Text("limit_id", row => row.LimitId),
            Column<AmountLeaseRow>.Text("holder", row => row.Holder),
            Column<AmountLeaseRow>.Bigint("amount", row => row.Amount),
            Column<AmountLeaseRow>.Instant("granted_at", row => row.GrantedAt)),
        new IndexTable<AmountMoveRow>(
            "paygate.amount_moves", "",
            Column<AmountMoveRow>.Text("step", row => row.Step),
            Column<AmountMoveRow>.Text("lease_id", row => row.LeaseId),
            Column<AmountMoveRow>.Bigint("amount", row => row.Amount)),
        new IndexTable<FactDetailsRow>(
            "paygate.fact_details", "",
            Column<FactDetailsRow>.Bigint("seq", row => row.Seq),
            Column<FactDetailsRow>.Of("data", NpgsqlDbType.Json, row => row.Data)),
        new IndexTable<FactMembersRow>(
            "paygate.fact_members", "",
            Column<FactMembersRow>.Bigint("seq", row => row.Seq),
            Column<FactMembersRow>.Of("data", NpgsqlDbType.Json, row => row.Data)),
        new IndexTable<PayoutTransactionRow>(
            "paygate.payout_transactions", "", owner: "payout_id",
            Column<PayoutTransactionRow>.Text("payout_id", row => row.PayoutId),
            Column<PayoutTransactionRow>.Boolean("livemode", row => row.Livemode),
            Column<PayoutTransactionRow>.Text("type", row => row.Type),
            Column<PayoutTransactionRow>.Text("currency", row => row.Amount.Currency.Code),
            Column<PayoutTransactionRow>.Bigint("amount", row => row.Amount.MinorUnits),
            Column<PayoutTransactionRow>.Instant("created", row => row.Created)),
        new IndexTable<RefundHoldRow>(
            "paygate.refund_holds", "",
            Column<RefundHoldRow>.Boolean("livemode", row => row.Livemode),
            Column<RefundHoldRow>.Text("currency", row => row.Amount.Currency.Code),
            Column<RefundHoldRow>.Bigint("amount", row => row.Amount.MinorUnits)),
        new IndexTable<AcceptedRateRow>(
            "paygate.accepted_rates", "",
            Column<AcceptedRateRow>.Text("currency", row => row.Currency.Code),
            Column<AcceptedRateRow>.Of("in_base", NpgsqlDbType.Numeric, row => row.InBase),
            Column<AcceptedRateRow>.Instant("as_of", row => row.AsOf),
            Column<AcceptedRateRow>.Instant("accepted_at", row => row.AcceptedAt),
            Column<AcceptedRateRow>.Text("source", row => row.Source),
            Column<AcceptedRateRow>.Boolean("beyond_band", row => row.BeyondBand),
            Column<AcceptedRateRow>.Text("set_by", row => row.SetBy),
            Column<AcceptedRateRow>.Text("reason", row => row.Reason)),
        new IndexTable<QuoteUseRow>(
            "paygate.quote_uses", "",
            Column<QuoteUseRow>.Text("payment_intent_id", row => row.PaymentIntentId)),
        new IndexTable<FeePlanRow>(
            "paygate.fee_plans", "",
            Column<FeePlanRow>.Of("version", NpgsqlDbType.Integer, row => row.Version),
            Column<FeePlanRow>.Of("plan", NpgsqlDbType.Json, row => row.Plan),
            Column<FeePlanRow>.Text("set_by", row => row.SetBy),
            Column<FeePlanRow>.Text("reason", row => row.Reason),
            Column<FeePlanRow>.Instant("set_at", row => row.SetAt)),
        new IndexTable<ErasureRow>(
            "paygate.erasures", "",
            Column<ErasureRow>.Boolean("livemode", row => row.Livemode),
            Column<ErasureRow>.Instant("ordered_at", row => row.OrderedAt)),
    ];

    /// <summary>One insert for each table that has rows among the commits.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Inserts(IReadOnlyList<JournalCommit> commits) =>
        All.Select(table => table.Insert(commits)).OfType<NpgsqlBatchCommand>();

    /// <summary>Those whose rows follow from facts for ever.</summary>
    public static IEnumerable<ReplayedTable> Replayed => All.Select(table => table.Replayed).OfType<ReplayedTable>();
}

internal interface IIndexTable
{
    NpgsqlBatchCommand? Insert(IReadOnlyList<JournalCommit> commits);

    /// <summary>Null where rows come and go.</summary>
    ReplayedTable? Replayed { get; }
}

/// <param name="name">Schema and table.</param>
/// <param name="suffix">Empty where a second row is a fault; otherwise what to do instead, and in which order.</param>
/// <param name="owner">The column that names the stream of a row that stays as it is for ever; null where rows come and go.</param>
/// <param name="columns">The table's own columns, besides id and merchant.</param>
internal sealed class IndexTable<TRow>(string name, string suffix, string? owner, params Column<TRow>[] columns) : IIndexTable
    where TRow : IndexRow
{
    private readonly MultiRow<TRow> _rows = new(
        name, [Column<TRow>.Text("id", row => row.Id), Column<TRow>.Text("merchant_id", row => row.MerchantId), .. columns]);

    public IndexTable(string name, string suffix, params Column<TRow>[] columns)
        : this(name, suffix, null, columns)
    {
    }

    public NpgsqlBatchCommand? Insert(IReadOnlyList<JournalCommit> commits)
    {
        var rows = RowsOf(commits);
        return rows.Length == 0 ? null : _rows.Insert(rows, suffix);
    }

    public ReplayedTable? Replayed => owner is null ? null : new ReplayedTable(
        name,
        commits => RowsOf(commits).Length,
        commits => _rows.Differences(RowsOf(commits), ["id"]),
        commits => _rows.Surplus(RowsOf(commits), ["id"], owner, [.. commits.Select(commit => commit.Head.Id)]));

    private static TRow[] RowsOf(IReadOnlyList<JournalCommit> commits) => [.. commits.SelectMany(commit => commit.Index).OfType<TRow>()];
}
