namespace PayGate.Postgres.Tests;

/// <summary>A rule of the books broken by SQL, and the constraint that must refuse it.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Sql">Run by the owner, beside the healthy rows of <see cref="Beside"/>.</param>
/// <param name="Constraint">The one that refuses.</param>
public sealed record Violation(string Name, string Sql, string Constraint)
{
    private const string RequestId = "rr_0000000000000000000000001";

    private const string LimitId = "m/limits/test/usd";

    /// <summary>
    /// One row or two in every table of the books: payment p (facts 1 and 2, captured), card c, merchant m, key k, a refund request that is approved, a limit with
    /// 10 taken before it and three leases: 1 of 30 with 20 taken by c1, 2 of 20 that is closed with 5 taken by c2, 3 of another merchant's limit.
    /// </summary>
    public const string Healthy =
        """
        alter table paygate.events alter column period set default 1;
        insert into paygate.merchants (id, merchant_id, version, head_hash, state, name, status, settlement_currency, fee_basis_points, fee_fixed_usd_cents)
          values ('m', 'm', 3, sha256('3'), '{}', 'M', 'active', 'mad', 290, 30);
        insert into paygate.payment_intents (id, merchant_id, version, head_hash, state, livemode, status, currency, amount, amount_authorized,
            amount_captured, amount_refunded, created, expires_at)
          values ('p', 'm', 2, sha256('2'), '{}', false, 'succeeded', 'usd', 100, 90, 80, 70, now(), now() + interval '1 hour');
        insert into paygate.events (stream_id, seq, stream_created, merchant_id, type, data, prev_hash, hash, at)
          values ('p', 1, now(), 'm', 't', '{}', null, sha256('1'), now()), ('p', 2, now(), 'm', 't', '{}', sha256('1'), sha256('2'), now());
        insert into paygate.ledger_transfers (source_type, source_id, seq, object_created, merchant_id, debit_account, credit_account, currency, amount, payment_id, at)
          values ('capture', 'p', 1, now(), 'm', 'acquirer_clearing', 'merchant_pending', 'usd', 80, 'p', now());
        insert into paygate.balance_transactions values ('t', 'm', 'p', 'p', 'charge', 'usd', 80, 3, now(), false, 'usd', 80);
        insert into paygate.idempotency values ('m', false, 'k', sha256('r'), 'done', 'p', 200, '{}', now());
        insert into paygate.encryption_keys (id, merchant_id, purpose, version, head_hash, state, active_version, encryptions, active_since)
          values ('m/card-data', 'm', 'card-data', 1, sha256('1'),
            '{"v":1,"key":{"versions":[{"key":{"version":2},"state":"active"}]}}', 2, 0, now());
        update paygate.encryption_keys set version = 2, active_version = 3, state =
          '{"v":1,"key":{"versions":[{"key":{"version":2},"state":"decrypt_only","encryptions":7},{"key":{"version":3},"state":"active"}]}}' where merchant_id = 'm';
        insert into paygate.card_tokens (id, merchant_id, livemode, version, head_hash, state, status, reusable, fingerprint, key_version,
            number_nonce, expiry_nonce, holder_nonce, created)
          values ('pm_c', 'm', false, 1, sha256('1'), '{}', 'active', true, sha256('f'), 2, 'number-nonce', 'expiry-nonce', 'holder-nonce', now());
        insert into paygate.refund_requests (id, merchant_id, version, head_hash, state, due_at, livemode, status, customer_id, payment_intent_id, currency, amount,
            refund_id, created)
          values ('rr_0000000000000000000000001', 'm', 2, sha256('2'), '{}', now(), false, 'approved', 'cus_0000000000000000000000001',
            'pi_0000000000000000000000001', 'usd', 70, 're_0000000000000000000000001', now());
        insert into paygate.amount_limits (id, merchant_id, version, head_hash, state, livemode, currency, daily_limit, monthly_limit, day_start, day_before, day_taken,
            month_start, month_before, month_taken)
          values ('m/limits/test/usd', 'm', 1, sha256('1'), '{}', false, 'usd', 100, 200, '2030-01-07', 10, 0, '2030-01-01', 60, 0),
            ('n/limits/test/usd', 'n', 1, sha256('1'), '{}', false, 'usd', 100, 200, '2030-01-07', 0, 0, '2030-01-01', 0, 0);
        insert into paygate.amount_leases (id, merchant_id, limit_id, holder, amount, granted_at)
          values ('m/limits/test/usd/1', 'm', 'm/limits/test/usd', 'a', 30, now()), ('m/limits/test/usd/2', 'm', 'm/limits/test/usd', 'b', 20, now()),
            ('n/limits/test/usd/1', 'n', 'n/limits/test/usd', 'a', 30, now());
        update paygate.amount_limits set version = 2, day_taken = 50, month_taken = 110 where merchant_id = 'm';
        insert into paygate.amount_moves (id, step, merchant_id, lease_id, amount)
          values ('c1', 'taken', 'm', 'm/limits/test/usd/1', 20), ('c2', 'taken', 'm', 'm/limits/test/usd/2', 5);
        update paygate.amount_leases set closed = true where id = 'm/limits/test/usd/2';
        """;

    /// <summary>The rows that are there when it is tried.</summary>
    public string Beside { get; init; } = Healthy;

    public static IReadOnlyList<Violation> All { get; } =
    [
        .. ObjectViolations.All,
        .. SettlementViolations.All,
        .. PayoutViolations.All,
        .. BooksViolations.All,
        .. RateViolations.All,
        .. FeeViolations.All,
        .. QuoteViolations.All,
        .. DisputeViolations.All,
        .. ColumnViolations.All,
        .. BinViolations.All,
        Payment("authorized over the amount", "amount_authorized = 101", "payment_intents_check"),
        Payment("authorized negative", "amount_authorized = -1, amount_captured = 0, amount_refunded = 0", "payment_intents_check"),
        Payment("captured over the authorized", "amount_captured = 91", "payment_intents_check1"),
        Payment("refunded over the captured", "amount_refunded = 81", "payment_intents_check2"),
        Payment("refunded negative", "amount_refunded = -1", "payment_intents_check2"),
        Payment("disputed over the captured", "amount_disputed = 81", "payment_intents_check3"),
        Payment("captured but not succeeded", "status = 'canceled'", "payment_intents_check4"),
        Payment("succeeded without a capture", "amount_captured = 0, amount_refunded = 0", "payment_intents_check4"),
        Payment("capturable without an authorization", Uncaptured + "status = 'requires_capture', amount_authorized = 0", "payment_intents_check5"),
        Payment("authorized while it waits for a method", Uncaptured + "status = 'requires_payment_method'", "payment_intents_status_agrees"),
        Payment("authorized while it waits for a confirmation", Uncaptured + "status = 'requires_confirmation'", "payment_intents_status_agrees"),
        Payment("authorized while it waits for the customer", Uncaptured + "status = 'requires_action'", "payment_intents_status_agrees"),
        Payment("expired before it was made", "expires_at = created", "payment_intents_expire_later"),
        Payment("hash cut short", "head_hash = 'short'", "payment_intents_head_hash_length"),
        Payment("in capitals for a currency", "currency = 'USD'", "payment_intents_currency_check"),
        Payment("in two letters for a currency", "currency = 'us'", "payment_intents_currency_check"),
        Payment("in a digit for a currency", "currency = 'us1'", "payment_intents_currency_check"),
        Payment("another currency", "currency = 'eur'", "payment_intents_keep_money"),
        Payment("another mode", "livemode = true", "payment_intents_keep_money"),
        Payment("another merchant", "merchant_id = 'other'", "payment_intents_go_forward"),
        new("payment back to an older version", "update paygate.payment_intents set version = 1 where id = 'p'", "payment_intents_go_forward"),
        new("merchant written at the same version", "update paygate.merchants set name = 'N' where id = 'm'", "merchants_go_forward"),
        new("merchant's hash cut short", "update paygate.merchants set version = 4, head_hash = 'short' where id = 'm'", "merchants_head_hash_length"),
        new("card of another merchant",
            """
            update paygate.card_tokens set version = 2, merchant_id = 'o', status = 'revoked', key_version = null, number_nonce = null, expiry_nonce = null, holder_nonce = null
              where id = 'pm_c'
            """,
            "card_tokens_go_forward"),
        new("key back to an older version", "update paygate.encryption_keys set encryptions = 1 where merchant_id = 'm'", "encryption_keys_go_forward"),
        Request("request back to pending", "status = 'pending', due_at = null, refund_id = null", "refund_requests_keep_end"),
        Request("request of another amount", "amount = 71", "refund_requests_keep_end"),
        Request("request of another refund", "refund_id = 're_0000000000000000000000002'", "refund_requests_keep_end"),
        new("outcome without an approval",
            AnotherRequest("null, false, 'pending'", "null", "pi_0000000000000000000000002") + "; update paygate.refund_requests set version = 2, status = 'completed', "
                + "refund_id = 're_0000000000000000000000002' where id = 'rr_0000000000000000000000002'", "refund_requests_keep_end"),
        Request("approved request without a refund", "refund_id = null", "refund_requests_check"),
        Request("approved request that nobody looks after", "due_at = null", "refund_requests_check1"),
        new("request written at the same version", $"update paygate.refund_requests set amount = amount where id = '{RequestId}'", "refund_requests_go_forward"),
        new("second open request of a payment", AnotherRequest("null, false, 'pending'", "null"), "refund_requests_open"),
        new("second request with one refund", AnotherRequest("null, false, 'completed'", "'re_0000000000000000000000001'"), "refund_requests_refund_id_key"),
        Limit("granted beyond the day", "day_taken = 91, month_taken = 140", "amount_limits_daily_holds"),
        Limit("granted beyond the month", "month_taken = 141", "amount_limits_monthly_holds"),
        Limit("granted beyond the next day", "day_start = '2030-01-08', day_before = 0, day_taken = 101", "amount_limits_daily_holds"),
        Limit("granted beyond the next month",
            "day_start = '2030-02-01', day_before = 0, day_taken = 0, month_start = '2030-02-01', month_before = 0, month_taken = 201", "amount_limits_monthly_holds"),
        Limit("granted beyond a limit that was lowered", "daily_limit = 20, day_taken = 51", "amount_limits_daily_holds"),
        Limit("limit of nothing a day", "daily_limit = 0", "amount_limits_daily_limit_check"),
        Limit("limit of nothing a month", "monthly_limit = 0", "amount_limits_monthly_limit_check"),
        Limit("limit back to the day before", "day_start = '2030-01-06'", "amount_limits_go_forward"),
        Limit("limit back to the month before", "month_start = '2029-12-01'", "amount_limits_go_forward"),
        Limit("day before its month", "month_start = '2030-01-08'", "amount_limits_check"),
        Limit("more a day than a month before", "day_before = 61", "amount_limits_check1"),
        Limit("more a day than a month", "day_taken = 90, month_taken = 89", "amount_limits_check2"),
        Limit("limit of another currency", "currency = 'eur'", "amount_limits_check3"),
        Limit("limit of the other mode", "livemode = true", "amount_limits_check3"),
        Limit("limit's hash cut short", "head_hash = 'short'", "amount_limits_head_hash_check"),
        new("second limit of a currency",
            $"insert into paygate.amount_limits select (jsonb_populate_record(l, '{{\"id\":\"{LimitId}/2\"}}')).* from paygate.amount_limits l where id = '{LimitId}'",
            "amount_limits_check3"),
        new("limit that begins with something handed out",
            "insert into paygate.amount_limits select (jsonb_populate_record(l, '{\"id\":\"o/limits/test/usd\",\"merchant_id\":\"o\"}')).* from paygate.amount_limits l "
            + $"where id = '{LimitId}'",
            "amount_limits_begin"),
        new("lease granted twice", AnotherLease($"'{LimitId}/1', 'm', '{LimitId}', 'c', 1"), "amount_leases_pkey"),
        new("lease of nothing", AnotherLease($"'{LimitId}/3', 'm', '{LimitId}', 'c', 0"), "amount_leases_amount_check"),
        new("lease of another merchant's limit", AnotherLease($"'{LimitId}/3', 'n', '{LimitId}', 'c', 1"), "amount_leases_check"),
        Lease("lease made larger", "amount = 31", "amount_leases_keep"),
        Lease("lease given to another", "holder = 'b'", "amount_leases_keep"),
        Lease("used beyond its amount", "used = 31", "amount_leases_hold"),
        Lease("used less than nothing", "used = -1", "amount_leases_hold"),
        Lease("fewer than no unknown outcomes", "pending = -1", "amount_leases_pending"),
        new("lease opened again", $"update paygate.amount_leases set closed = false where id = '{LimitId}/2'", "amount_leases_keep"),
        Move("taken beyond the lease", $"('c3', 'taken', 'm', '{LimitId}/1', 11)", "amount_leases_hold"),
        Move("taken beyond the lease by two at once", $"('c3', 'taken', 'm', '{LimitId}/1', 6), ('c4', 'taken', 'm', '{LimitId}/1', 5)", "amount_leases_hold"),
        Move("taken from a closed lease", $"('c3', 'taken', 'm', '{LimitId}/2', 1)", "amount_leases_closed"),
        Move("taken from a closed lease beside what goes back to it",
            $"('c2', 'settled', 'm', '{LimitId}/2', -5), ('c3', 'taken', 'm', '{LimitId}/2', 1)", "amount_leases_closed"),
        Move("taken from no lease", $"('c3', 'taken', 'm', '{LimitId}/9', 1)", "amount_moves_lease"),
        Move("taken from another merchant's lease", "('c3', 'taken', 'm', 'n/limits/test/usd/1', 1)", "amount_moves_lease"),
        Move("taken twice", $"('c1', 'taken', 'm', '{LimitId}/1', 1)", "amount_moves_pkey"),
        Move("nothing taken", $"('c3', 'taken', 'm', '{LimitId}/1', 0)", "amount_moves_check"),
        Move("more taken when it was settled", $"('c1', 'settled', 'm', '{LimitId}/1', 1)", "amount_moves_check"),
        Move("settled without being taken", $"('c3', 'settled', 'm', '{LimitId}/1', 0)", "amount_moves_settle_taken"),
        Move("settled with another lease", $"('c1', 'settled', 'm', '{LimitId}/2', 0)", "amount_moves_settle_taken"),
        Move("more given back than taken", $"('c1', 'settled', 'm', '{LimitId}/1', -21)", "amount_moves_settle_taken"),
        Move("settled twice", $"('c1', 'settled', 'm', '{LimitId}/1', 0); {Moves} ('c1', 'settled', 'm', '{LimitId}/1', 0)", "amount_moves_pkey"),
        Fact("fact written twice", "('p', 2, now(), 'm', 't', '{}', sha256('1'), sha256('x'), now())", "events_%_pkey"),
        Fact("fact after a gap", "('p', 4, now(), 'm', 't', '{}', sha256('2'), sha256('4'), now())", "events_chain"),
        Fact("fact of a stream without a beginning", "('q', 2, now(), 'm', 't', '{}', sha256('2'), sha256('4'), now())", "events_chain"),
        Fact("fact that names another hash", "('p', 3, now(), 'm', 't', '{}', sha256('1'), sha256('3'), now())", "events_chain"),
        Fact("gap inside one statement",
            "('p', 3, now(), 'm', 't', '{}', sha256('2'), sha256('3'), now()), ('p', 5, now(), 'm', 't', '{}', sha256('3'), sha256('5'), now())", "events_chain"),
        Fact("wrong hash inside one statement",
            "('p', 3, now(), 'm', 't', '{}', sha256('2'), sha256('3'), now()), ('p', 4, now(), 'm', 't', '{}', sha256('2'), sha256('4'), now())", "events_chain"),
        Fact("first fact with a hash before it", "('q', 1, now(), 'm', 't', '{}', sha256('0'), sha256('1'), now())", "events_check"),
        Transfer("booked in no currency", "'capture', 'q', 1, now(), 'm', 'fees', 'cash', 'us1', 1, 'q'", "ledger_transfers_currency_check"),
        Transfer("movement booked twice", "'capture', 'p', 1, now(), 'm', 'fees', 'cash', 'usd', 1, 'p'", "ledger_transfers_%_pkey"),
        Transfer("booked on to a transaction later", "'capture', 'p', 2, now(), 'm', 'fees', 'cash', 'usd', 1, 'p'", "ledger_transfers_whole"),
        Transfer("transaction with a gap", "'fee', 'p', 1, now(), 'm', 'fees', 'cash', 'usd', 1, 'p', now()), ('fee', 'p', 3, now(), 'm', 'fees', 'cash', 'usd', 1, 'p'",
            "ledger_transfers_whole"),
        Transfer("transaction of two merchants",
            "'fee', 'p', 1, now(), 'm', 'fees', 'cash', 'usd', 1, 'p', now()), ('fee', 'p', 2, now(), 'n', 'fees', 'cash', 'usd', 1, 'p'", "ledger_transfers_whole"),
        Transfer("one side only", "'fee', 'p', 1, now(), 'm', 'fees', 'fees', 'usd', 1, 'p'", "ledger_transfers_check"),
        Transfer("nothing moved", "'fee', 'p', 1, now(), 'm', 'fees', 'cash', 'usd', 0, 'p'", "ledger_transfers_amount_check"),
        Transfer("capture of another source", "'capture', 'q', 1, now(), 'm', 'fees', 'cash', 'usd', 1, 'p'", "ledger_transfers_capture_source"),
        Transfer("network's debt for no payment", "'refund', 'r', 1, now(), 'm', 'cash', 'acquirer_clearing', 'usd', 1, null", "ledger_transfers_clearing_payment"),
        new("movement of the balance twice", "insert into paygate.balance_transactions values ('u', 'm', 'p', 'p', 'charge', 'usd', 80, 3, now(), false, 'usd', 80)",
            "balance_transactions_source_id_type_key"),
        new("refund that adds to the balance", "insert into paygate.balance_transactions values ('u', 'm', 'p', 'r', 'refund', 'usd', 80, 0, now(), false, 'usd', 80)",
            "balance_transactions_sign"),
        new("negative fee", "insert into paygate.balance_transactions values ('u', 'm', 'p', 'r', 'charge', 'usd', 80, -1, now(), false, 'usd', 80)", "balance_transactions_fee"),
        new("balance in no currency", "insert into paygate.balance_transactions values ('u', 'm', 'p', 'r', 'charge', 'USD', 80, 1, now(), false, 'usd', 80)",
            "balance_transactions_currency"),
        Key("key claimed twice", "'k', sha256('s'), 'done', 'q', 200, '{}'", "idempotency_pkey"),
        Key("done without an answer", "'l', sha256('s'), 'done', 'q', 200, null", "idempotency_check"),
        Key("done without a status", "'l', sha256('s'), 'done', 'q', 0, '{}'", "idempotency_status"),
        Key("request hash cut short", "'l', 'short', 'done', 'q', 200, '{}'", "idempotency_hash_length"),
        new("clock set back", "update clock.sandbox set offset_microseconds = 5; update clock.sandbox set offset_microseconds = 4", "sandbox_goes_forward"),
        new("second clock", "insert into clock.sandbox values (true, 0)", "sandbox_pkey"),
        new("second key of one purpose",
            """
            insert into paygate.encryption_keys select (jsonb_populate_record(k, '{"id":"m/card-data "}')).* from paygate.encryption_keys k
            """,
            "encryption_keys_check"),
        Versions("two active versions", """{"key":{"version":2},"state":"active"},{"key":{"version":3},"state":"active"}"""),
        Versions("no active version", """{"key":{"version":3},"state":"decrypt_only"}"""),
        Versions("another version active than the column says", """{"key":{"version":2},"state":"active"},{"key":{"version":3},"state":"decrypt_only"}"""),
        Versions("version forgotten", """{"key":{"version":3},"state":"active"}""", "encryption_keys_keep_versions"),
        Versions("encryptions uncounted", """{"key":{"version":2},"state":"decrypt_only","encryptions":6},{"key":{"version":3},"state":"active"}""", "encryption_keys_keep_versions"),
        Versions("version destroyed that a card needs", """{"key":{"version":2},"state":"destroyed","encryptions":7},{"key":{"version":3},"state":"active"}""", "card_tokens_known_key"),
        new("version revived",
            """
            delete from paygate.card_tokens where merchant_id = 'm';
            update paygate.encryption_keys set version = 3, state =
              '{"v":1,"key":{"versions":[{"key":{"version":2},"state":"destroyed","encryptions":7},{"key":{"version":3},"state":"active"}]}}' where merchant_id = 'm';
            update paygate.encryption_keys set version = 4, state =
              '{"v":1,"key":{"versions":[{"key":{"version":2},"state":"decrypt_only","encryptions":7},{"key":{"version":3},"state":"active"}]}}' where merchant_id = 'm';
            """,
            "encryption_keys_keep_versions"),
        new("card under a key version that nobody knows",
            "update paygate.card_tokens set version = 2, key_version = 4, number_nonce = 'number-nonc2', expiry_nonce = 'expiry-nonc2', holder_nonce = null where id = 'pm_c'",
            "card_tokens_known_key"),
        new("order for nobody", "insert into paygate.key_orders (merchant_id, reason) values ('', 'ordered')", "key_orders_merchant_id_check"),
        new("order for no known reason", "insert into paygate.key_orders (reason) values ('boredom')", "key_orders_reason_check"),
        new("order done for less than none",
            "insert into paygate.key_orders (reason, taken_at, finished_at, merchants) values ('ordered', now(), now(), -1)", "key_orders_merchants_check"),
        new("order done by nobody", "insert into paygate.key_orders (reason, finished_at, merchants) values ('ordered', now(), 1)", "key_orders_finished"),
        new("order to do what nobody knows", "insert into paygate.key_orders (kind, reason) values ('lose', 'ordered')", "key_orders_kind_check"),
        new("order that failed less than never", "insert into paygate.key_orders (reason, failures) values ('ordered', -1)", "key_orders_failures_check"),
        new("rewrap for one merchant", "insert into paygate.key_orders (kind, reason, merchant_id) values ('rewrap', 'ordered', 'm')", "key_orders_rewrap"),
        new("rewrap done under no key", "insert into paygate.key_orders (kind, reason, taken_at, finished_at, merchants) values ('rewrap', 'ordered', now(), now(), 1)", "key_orders_rewrap"),
        new("transport key that does not count", "insert into paygate.transport_keys (version, state, created, replaced) values (0, 'retiring', now(), now())", "transport_keys_version_check"),
        new("transport key in no known state", "insert into paygate.transport_keys (version, state, created, replaced) values (2, 'lost', now(), now())", "transport_keys_state_check"),
        new("second active transport key", "insert into paygate.transport_keys (version, state, created) values (2, 'active', now())", "transport_keys_one_active"),
        new("transport key replaced at no time", "update paygate.transport_keys set state = 'retiring'", "transport_keys_dates"),
        new("transport key revived",
            "update paygate.transport_keys set state = 'retiring', replaced = now(); update paygate.transport_keys set state = 'active', replaced = null",
            "transport_keys_go_forward"),
        new("transport key for one merchant", "insert into paygate.key_orders (kind, reason, merchant_id) values ('transport', 'ordered', 'm')", "key_orders_transport"),
        new("transport key ordered, done and not made",
            "insert into paygate.key_orders (kind, reason, taken_at, finished_at, merchants) values ('transport', 'ordered', now(), now(), 1)", "key_orders_transport"),
        new("key-encryption key that does not count", "insert into paygate.key_encryption_keys (version, state, created, replaced) values (0, 'retiring', now(), now())", "key_encryption_keys_version_check"),
        new("key-encryption key in no known state", "insert into paygate.key_encryption_keys (version, state, created, replaced) values (2, 'lost', now(), now())", "key_encryption_keys_state_check"),
        new("second active key-encryption key", "insert into paygate.key_encryption_keys (version, state, created) values (2, 'active', now())", "key_encryption_keys_one_active"),
        new("key-encryption key retired at no time", "update paygate.key_encryption_keys set state = 'retired', replaced = now()", "key_encryption_keys_dates"),
        new("key-encryption key revived",
            "update paygate.key_encryption_keys set state = 'retired', replaced = now(), retired = now(); update paygate.key_encryption_keys set state = 'active', replaced = null, retired = null",
            "key_encryption_keys_go_forward"),
        new("key-encryption key retired that wraps a key",
            "insert into paygate.key_wrappings values ('m/card-data', 1); update paygate.key_encryption_keys set state = 'retired', replaced = now(), retired = now()", "key_wrappings_accepted"),
        new("key wrapped under what nobody knows",
            """
            update paygate.encryption_keys set version = 3, state =
              '{"v":1,"key":{"versions":[{"key":{"version":2,"kek_version":9},"state":"decrypt_only","encryptions":7},{"key":{"version":3},"state":"active"}]}}' where merchant_id = 'm'
            """,
            "key_wrappings_accepted"),
        new("wrapping that is not accepted", "insert into paygate.key_wrappings values ('m/card-data', 1, false)", "key_wrappings_accepted_check"),
        new("order to erase nobody", "insert into paygate.key_orders (kind, reason) values ('erase', 'ordered')", "key_orders_erase"),
        new("erased key with a version that is not destroyed",
            """
            update paygate.encryption_keys set version = 3, state =
              '{"v":1,"key":{"versions":[{"key":{"version":2},"state":"decrypt_only","encryptions":7},{"key":{"version":3},"state":"destroyed"}],"erased":"2030-01-01"}}' where merchant_id = 'm'
            """,
            "encryption_keys_erased"),
        new("erasure taken back",
            """
            update paygate.encryption_keys set version = 3, state =
              '{"v":1,"key":{"versions":[{"key":{"version":2,"ciphertext":""},"state":"destroyed","encryptions":7},{"key":{"version":3,"ciphertext":""},"state":"destroyed"}],"erased":"2030-01-01"}}' where merchant_id = 'm';
            update paygate.encryption_keys set version = 4, active_version = 4, state =
              '{"v":1,"key":{"versions":[{"key":{"version":2},"state":"destroyed","encryptions":7},{"key":{"version":3},"state":"destroyed"},{"key":{"version":4},"state":"active"}]}}' where merchant_id = 'm'
            """,
            "encryption_keys_keep_versions"),
        new("second active version", "insert into paygate.key_versions values ('m', 4, 'active')", "key_versions_one_active"),
        new("version in no known state", "insert into paygate.key_versions values ('m', 4, 'destroyed')", "key_versions_state_check"),
        new("version that does not count", "insert into paygate.key_versions values ('m', 0, 'decrypt_only')", "key_versions_version_check"),
        Card("nonce of another card", "'pm_d', 'number-nonce', 'another-nonc', null"),
        Card("nonce of another card in another field", "'pm_d', 'holder-nonce', 'another-nonc', null"),
        Card("one nonce for two fields", "'pm_d', 'another-nonc', 'another-nonc', null"),
        new("encrypted anew under a used nonce",
            "update paygate.card_tokens set version = 2, number_nonce = 'number-nonc2', expiry_nonce = 'number-nonce', holder_nonce = 'holder-nonc2'", "card_nonces_pkey"),
    ];

    /// <summary>What makes the captured payment one that is not, so that only the rule in question is broken.</summary>
    private const string Uncaptured = "amount_captured = 0, amount_refunded = 0, ";

    public override string ToString() => Name;

    private static Violation Payment(string name, string set, string constraint) =>
        new(name, $"update paygate.payment_intents set version = 3, {set} where id = 'p'", constraint);

    private static Violation Request(string name, string set, string constraint) =>
        new(name, $"update paygate.refund_requests set version = 3, {set} where id = '{RequestId}'", constraint);

    private static string AnotherRequest(string dueModeStatus, string refundId, string paymentId = "pi_0000000000000000000000001") =>
        $$"""
        insert into paygate.refund_requests (id, merchant_id, version, head_hash, state, due_at, livemode, status, customer_id, payment_intent_id, currency, amount,
            refund_id, created)
          values ('rr_0000000000000000000000002', 'm', 1, sha256('1'), '{}', {{dueModeStatus}}, 'cus_0000000000000000000000001',
            '{{paymentId}}', 'usd', 70, {{refundId}}, now())
        """;

    private const string Moves = "insert into paygate.amount_moves (id, step, merchant_id, lease_id, amount) values";

    private static Violation Limit(string name, string set, string constraint) =>
        new(name, $"update paygate.amount_limits set version = 3, {set} where id = '{LimitId}'", constraint);

    private static Violation Lease(string name, string set, string constraint) =>
        new(name, $"update paygate.amount_leases set {set} where id = '{LimitId}/1'", constraint);

    private static string AnotherLease(string row) =>
        $"insert into paygate.amount_leases (id, merchant_id, limit_id, holder, amount, granted_at) values ({row}, now())";

    private static Violation Move(string name, string rows, string constraint) => new(name, $"{Moves} {rows}", constraint);

    private static Violation Fact(string name, string rows, string constraint) => new(
        name, $"insert into paygate.events (stream_id, seq, stream_created, merchant_id, type, data, prev_hash, hash, at) values {rows}", constraint);

    private static Violation Transfer(string name, string row, string constraint) => new(
        name,
        $"""
        insert into paygate.ledger_transfers (source_type, source_id, seq, object_created, merchant_id, debit_account, credit_account, currency, amount, payment_id, at)
          values ({row}, now())
        """,
        constraint);

    private static Violation Key(string name, string row, string constraint) => new(name, $"insert into paygate.idempotency values ('m', false, {row}, now())", constraint);

    private static Violation Versions(string name, string versions, string constraint = "encryption_keys_active_version") => new(
        name,
        "update paygate.encryption_keys set version = 3, state = '{\"v\":1,\"key\":{\"versions\":[" + versions + "]}}' where merchant_id = 'm'",
        constraint);

    private static Violation Card(string name, string idAndNonces) => new(
        name,
        $"""
        insert into paygate.card_tokens (id, number_nonce, expiry_nonce, holder_nonce, merchant_id, livemode, version, head_hash, state, status, reusable,
            fingerprint, key_version, created)
          values ({idAndNonces}, 'm', false, 1, sha256('1'), '[]', 'active', true, sha256('f'), 2, now())
        """,
        "card_nonces_pkey");
}
