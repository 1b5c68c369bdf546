namespace PayGate.Postgres.Tests;

/// <summary>Broken rules of payouts: what they are, what they take from a balance, and what refund requests hold back of it.</summary>
public static class PayoutViolations
{
    private const string Payout = "po_0000000000000000000000001";
    private const string Sent = "po_0000000000000000000000002";
    private const string Paid = "po_0000000000000000000000003";
    private const string Batch = "sb_0000000000000000000000001";

    /// <summary>
    /// 80 are settled, of which a payout has taken 50, and 10 are held back by an open refund request: 20 can be paid out. A second payout is on its way, and a third one
    /// has arrived.
    /// </summary>
    private const string Healthy =
        $$"""
        insert into paygate.settlement_batches (id, merchant_id, version, head_hash, state, livemode, currency, day, day_end, payout_on, status, movements, gross, refunds,
            fees, disputes, net, created)
          values ('{{Batch}}', 'm', 1, sha256('1'), '{}', false, 'usd', '2030-01-07', '2030-01-08', '2030-01-09', 'collecting', 0, 0, 0, 0, 0, 0, now());
        insert into paygate.payouts (id, merchant_id, version, head_hash, state, due_at, livemode, status, currency, amount, automatic, destination, arrival_at, created)
          values ('{{Payout}}', 'm', 2, sha256('2'), '{}', now(), false, 'pending', 'usd', 50, false, 'ba_1', now(), now()),
            ('{{Sent}}', 'm', 2, sha256('2'), '{}', now(), false, 'in_transit', 'usd', 21, false, 'ba_1', now(), now()),
            ('{{Paid}}', 'm', 2, sha256('2'), '{}', null, false, 'paid', 'usd', 20, false, 'ba_1', now(), now());
        insert into paygate.refund_requests (id, merchant_id, version, head_hash, state, livemode, status, customer_id, payment_intent_id, currency, amount, created)
          values ('rr_0000000000000000000000001', 'm', 2, sha256('2'), '{}', false, 'pending', 'cus_0000000000000000000000001', 'pi_0000000000000000000000001', 'usd', 10, now());
        insert into paygate.refund_holds values ('rr_0000000000000000000000001', 'm', false, 'usd', 10);
        insert into paygate.ledger_transfers (source_type, source_id, seq, object_created, merchant_id, debit_account, credit_account, currency, amount, at)
          values ('settlement', '{{Batch}}', 1, now(), 'm', 'merchant_pending', 'merchant_available', 'usd', 80, now());
        insert into paygate.ledger_transfers (source_type, source_id, seq, object_created, merchant_id, debit_account, credit_account, currency, amount, at)
          values ('payout', '{{Payout}}', 1, now(), 'm', 'merchant_available', 'merchant_in_payout', 'usd', 50, now());
        insert into paygate.payout_transactions values ('txn_1', 'm', '{{Payout}}', false, 'payout', 'usd', -50, now()),
          ('txn_2', 'm', '{{Paid}}', false, 'payout_failure', 'usd', 20, now());
        """;

    public static IEnumerable<Violation> All => Rules().Select(violation => violation with { Beside = Healthy });

    private static IEnumerable<Violation> Rules() =>
    [
        .. ObjectViolations.Heads("payout", "payouts", Payout),
        Changed("payout in no known status", Payout, "status = 'lost', due_at = null", "payouts_status_check"),
        Changed("payout in no currency", Payout, "currency = 'USD'", "payouts_currency_check"),
        Changed("payout of nothing", Payout, "amount = 0", "payouts_amount_check"),
        Changed("payout on its way that nobody looks after", Payout, "due_at = null", "payouts_looked_after"),
        Changed("paid payout that is looked after", Sent, "status = 'paid'", "payouts_looked_after"),
        Changed("payout of another amount", Payout, "amount = 51", "payouts_keep_end"),
        Changed("payout to another account", Payout, "destination = 'ba_2'", "payouts_keep_end"),
        Changed("payout given to the other mode", Payout, "livemode = true", "payouts_keep_end"),
        Changed("payout that arrives without being sent", Payout, "status = 'paid', due_at = null", "payouts_keep_end"),
        Changed("sent payout canceled", Sent, "status = 'canceled', due_at = null", "payouts_keep_end"),
        Changed("paid payout that fails after all", Paid, "status = 'failed'", "payouts_keep_end"),
        Takes("payout of more than is available and not held back", Sent, 21, "available_balances_cover"),
        Takes("payout that takes less than it is", Sent, 20, "available_balances_whole"),
        Takes("money made available from nowhere", "re_1", 1, "ledger_transfers_move_available"),
        Booked("movement of a payout of no known type", "'txn_3', 'm', 'po_2', false, 'gift', 'usd', 1", "payout_transactions_type_check"),
        Booked("movement of a payout in no currency", "'txn_3', 'm', 'po_2', false, 'payout', 'USD', -1", "payout_transactions_currency_check"),
        Booked("payout that adds to the balance", "'txn_3', 'm', 'po_2', false, 'payout', 'usd', 1", "payout_transactions_sign"),
        Booked("payout that takes when it comes back", "'txn_3', 'm', 'po_2', false, 'payout_cancel', 'usd', -1", "payout_transactions_sign"),
        Booked("payout that takes twice", $"'txn_3', 'm', '{Payout}', false, 'payout', 'usd', -50", "payout_transactions_payout_id_type_key"),
        Booked("payout that comes back twice", $"'txn_3', 'm', '{Paid}', false, 'payout_cancel', 'usd', 20", "payout_transactions_back_once"),
        new("hold of no request", "insert into paygate.refund_holds values ('re_1', 'm', false, 'usd', 1)", "refund_holds_id_check"),
        new("hold in no currency", "insert into paygate.refund_holds values ('rr_0000000000000000000000002', 'm', false, 'USD', 1)", "refund_holds_currency_check"),
        new("hold of less than nothing", "insert into paygate.refund_holds values ('rr_0000000000000000000000002', 'm', false, 'usd', -1)", "refund_holds_amount_check"),
        new("movement of what is available twice",
            $"insert into paygate.available_movements values ('m', false, 'usd', 9, 'payout', '{Payout}', -50, 0, 0, now())", "available_movements_source_id_source_type_key"),
        new("payout that comes back as failed and as canceled",
            $"insert into paygate.available_movements values ('m', false, 'usd', 8, 'payout_failed', '{Payout}', 50, 0, 0, now()), ('m', false, 'usd', 9, 'payout_canceled', '{Payout}', 50, 0, 0, now())",
            "available_movements_back_once"),
        new("payouts on no known schedule",
            "insert into paygate.merchants (id, merchant_id, version, head_hash, state, name, status, settlement_currency, fee_basis_points, fee_fixed_usd_cents, payout_schedule) "
                + "values ('n', 'n', 1, sha256('1'), '{}', 'N', 'active', 'mad', 290, 30, 'weekly:sunday')", "merchants_payout_schedule"),
    ];

    private static Violation Changed(string name, string id, string set, string constraint) =>
        new(name, $"update paygate.payouts set version = 3, {set} where id = '{id}'", constraint);

    private static Violation Takes(string name, string source, long amount, string constraint) => new(
        name,
        $"""
        insert into paygate.ledger_transfers (source_type, source_id, seq, object_created, merchant_id, debit_account, credit_account, currency, amount, at)
          values ('payout', '{source}', 1, now(), 'm', 'merchant_available', 'merchant_in_payout', 'usd', {amount}, now())
        """,
        constraint);

    private static Violation Booked(string name, string values, string constraint) =>
        new(name, $"insert into paygate.payout_transactions values ({values}, now())", constraint);
}
