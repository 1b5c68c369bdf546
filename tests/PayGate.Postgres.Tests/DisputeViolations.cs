namespace PayGate.Postgres.Tests;

/// <summary>Broken rules of disputes: their heads, their money, and how they end.</summary>
public static class DisputeViolations
{
    private const string Lost = "dp_0000000000000000000000001";
    private const string Reviewed = "dp_0000000000000000000000002";
    private const string Payment = "pi_0000000000000000000000001";

    /// <summary>A payment of 100 with a dispute of 40 that is lost and one of 10 that is under review; both are withdrawn, and of a third, of 5, the money only.</summary>
    private const string Healthy =
        $$"""
        insert into paygate.payment_intents (id, merchant_id, version, head_hash, state, livemode, status, currency, amount, amount_authorized,
            amount_captured, amount_refunded, amount_disputed, created, expires_at)
          values ('{{Payment}}', 'm', 2, sha256('2'), '{}', false, 'succeeded', 'usd', 100, 100, 100, 20, 55, now(), now() + interval '1 hour');
        insert into paygate.balance_transactions (id, merchant_id, payment_intent_id, livemode, source_id, type, currency, amount, fee, created, payment_currency,
            payment_amount)
          values ('t1', 'm', '{{Payment}}', false, '{{Lost}}', 'dispute', 'mad', -400, 150, now(), 'usd', -40),
            ('t2', 'm', '{{Payment}}', false, '{{Reviewed}}', 'dispute', 'mad', -100, 150, now(), 'usd', -10),
            ('t3', 'm', '{{Payment}}', false, 'dp_0000000000000000000000003', 'dispute', 'mad', -50, 150, now(), 'usd', -5);
        insert into paygate.disputes (id, merchant_id, version, head_hash, state, due_at, livemode, status, payment_intent_id, charge_id, customer_id, currency, amount,
            evidence_due_by, erased, created)
          values ('{{Lost}}', 'm', 2, sha256('2'), '{}', null, false, 'lost', '{{Payment}}', 'ch_0000000000000000000000001', 'cus_0000000000000000000000001', 'usd', 40,
            now() + interval '7 days', true, now()),
            ('{{Reviewed}}', 'm', 2, sha256('2'), '{}', now(), false, 'under_review', '{{Payment}}', 'ch_0000000000000000000000001', null, 'usd', 10,
            now() + interval '7 days', false, now());
        """;

    public static IEnumerable<Violation> All => Rules().Select(violation => violation with { Beside = Healthy });

    private static IEnumerable<Violation> Rules() =>
    [
        .. ObjectViolations.Heads("dispute", "disputes", Reviewed),
        new("refunded and disputed over the captured", "update paygate.payment_intents set version = 3, amount_refunded = 46 where id = '" + Payment + "'",
            "payment_intents_given_back"),
        Open("dispute in no known status", "status = 'prevented'", "disputes_status_check"),
        Open("dispute of no payment", "payment_intent_id = 'pi_1'", "disputes_payment_intent_id_check"),
        Open("dispute of no charge", "charge_id = 'ch_1'", "disputes_charge_id_check"),
        Open("dispute of no customer", "customer_id = 'cus_1'", "disputes_customer_id_check"),
        Open("dispute in no currency", "currency = 'USD'", "disputes_currency_check"),
        Open("dispute for nothing", "amount = 0", "disputes_amount_check"),
        Open("dispute that is due at once", "evidence_due_by = created", "disputes_check"),
        Open("open dispute that nobody looks after", "due_at = null", "disputes_check1"),
        Open("evidence taken back from the issuer", "status = 'needs_response'", "disputes_keep_end"),
        Open("dispute for another amount", "amount = 11", "disputes_keep_end"),
        Open("dispute of another customer", "customer_id = 'cus_0000000000000000000000002'", "disputes_keep_end"),
        Open("dispute with another deadline", "evidence_due_by = evidence_due_by + interval '1 day'", "disputes_keep_end"),
        Over("lost dispute that is won", "status = 'won'", "disputes_keep_end"),
        Over("erased words that are there again", "erased = false", "disputes_keep_end"),
        new("second open dispute of a payment", Copy("\"id\":\"dp_0000000000000000000000003\",\"amount\":5"), "disputes_open"),
        new("kept under an id that is no dispute's", Copy("\"id\":\"pi_0000000000000000000000002\""), "disputes_id_check"),
        new("dispute without its money", Copy("\"id\":\"dp_0000000000000000000000004\",\"status\":\"lost\",\"due_at\":null"), "disputes_withdrawn"),
        new("dispute of more than its money", Copy("\"id\":\"dp_0000000000000000000000003\",\"amount\":6,\"status\":\"lost\",\"due_at\":null"), "disputes_withdrawn"),
        Movement("second withdrawal of a dispute", Lost, "dispute", -40, 0, "balance_transactions_source_id_type_key"),
        Movement("withdrawal that brings money", "dp_0000000000000000000000004", "dispute", 40, 0, "balance_transactions_sign"),
        Movement("return with a fee", Lost, "dispute_reinstated", 40, 1, "balance_transactions_sign"),
        Movement("return of more than was withdrawn", Lost, "dispute_reinstated", 41, 0, "balance_transactions_reinstate"),
        Movement("return of what was not withdrawn", "dp_0000000000000000000000004", "dispute_reinstated", 40, 0, "balance_transactions_reinstate"),
    ];

    private static Violation Open(string name, string set, string constraint) => Row(name, Reviewed, set, constraint);

    private static Violation Over(string name, string set, string constraint) => Row(name, Lost, set, constraint);

    private static Violation Row(string name, string id, string set, string constraint) =>
        new(name, $"update paygate.disputes set version = 3, {set} where id = '{id}'", constraint);

    private static Violation Movement(string name, string source, string type, int amount, int fee, string constraint) => new(
        name,
        $"""
        insert into paygate.balance_transactions (id, merchant_id, payment_intent_id, livemode, source_id, type, currency, amount, fee, created, payment_currency, payment_amount)
          values ('t4', 'm', '{Payment}', false, '{source}', '{type}', 'mad', {amount * 10}, {fee}, now(), 'usd', {amount})
        """,
        constraint);

    private static string Copy(string members) =>
        $"insert into paygate.disputes select (jsonb_populate_record(r, '{{{members}}}')).* from paygate.disputes r where id = '{Reviewed}'";
}
