namespace PayGate.Postgres.Tests;

/// <summary>Broken rules of what stands around payments: customers and their saved cards, setups, checkout sessions, payment links, details of facts.</summary>
public static class ObjectViolations
{
    private const string Customer = "cus_0000000000000000000000001";

    /// <summary>
    /// A customer and one that is deleted, the first one's saved card and one that nobody has saved; a setup that waits for its confirmation, one that the bank is asked about and one that succeeded;
    /// an open session, made by the payment link, and a complete one; the details of one fact.
    /// </summary>
    private const string Healthy =
        $$"""
        insert into paygate.customers (id, merchant_id, version, head_hash, state, livemode, email, deleted, created)
          values ('{{Customer}}', 'm', 2, sha256('2'), '{}', false, 'a@example.com', false, now()),
            ('cus_0000000000000000000000002', 'm', 2, sha256('2'), '{}', false, null, true, now());
        insert into paygate.encryption_keys (id, merchant_id, purpose, version, head_hash, state, active_version, encryptions, active_since)
          values ('m/card-data', 'm', 'card-data', 1, sha256('1'), '{"v":1,"key":{"versions":[{"key":{"version":1},"state":"active"}] } }', 1, 0, now());
        insert into paygate.card_tokens (id, merchant_id, livemode, version, head_hash, state, status, reusable, fingerprint, key_version,
            number_nonce, expiry_nonce, customer_id, created)
          values ('pm_s', 'm', false, 2, sha256('2'), '{}', 'active', true, sha256('f'), 1, 'number-nonce', 'expiry-nonce', '{{Customer}}', now()),
            ('pm_u', 'm', false, 2, sha256('2'), '{}', 'active', true, sha256('f'), 1, 'number-nonc2', 'expiry-nonc2', null, now());
        insert into paygate.setup_intents (id, merchant_id, version, head_hash, state, due_at, livemode, status, customer_id, payment_method_id, created)
          values ('seti_0000000000000000000000001', 'm', 2, sha256('2'), '{}', null, false, 'requires_confirmation', '{{Customer}}', 'pm_s', now()),
            ('seti_0000000000000000000000002', 'm', 2, sha256('2'), '{}', now(), false, 'processing', '{{Customer}}', 'pm_s', now()),
            ('seti_0000000000000000000000003', 'm', 2, sha256('2'), '{}', null, false, 'succeeded', '{{Customer}}', 'pm_s', now()),
            ('seti_0000000000000000000000004', 'm', 2, sha256('2'), '{}', null, false, 'canceled', null, null, now());
        insert into paygate.payment_links (id, merchant_id, version, head_hash, state, livemode, active, created)
          values ('pl_0000000000000000000000001', 'm', 2, sha256('2'), '{}', false, true, now());
        insert into paygate.checkout_sessions (id, merchant_id, version, head_hash, state, due_at, livemode, status, payment_intent_id, payment_link_id, created)
          values ('cs_0000000000000000000000001', 'm', 2, sha256('2'), '{}', now(), false, 'open', 'pi_0000000000000000000000001', 'pl_0000000000000000000000001', now()),
            ('cs_0000000000000000000000002', 'm', 2, sha256('2'), '{}', null, false, 'complete', 'pi_0000000000000000000000002', null, now());
        insert into paygate.fact_details (id, merchant_id, seq, data) values ('{{Customer}}', 'm', 1, '{}');
        """;

    public static IEnumerable<Violation> All =>
    [
        .. Heads("customer", "customers", Customer),
        Customers("customer given to the other mode", "livemode = true", "customers_keep_deleted"),
        Customers("deleted customer that keeps an address", "deleted = true", "customers_check"),
        Beside(
            "deleted customer brought back", "update paygate.customers set version = 3, deleted = false where id = 'cus_0000000000000000000000002'", "customers_keep_deleted"),
        .. Heads("setup", "setup_intents", "seti_0000000000000000000000001"),
        Setup("setup in no known status", 1, "status = 'requires_capture'", "setup_intents_status_check"),
        Setup("setup that the bank is asked about, and nobody looks after", 1, "status = 'processing'", "setup_intents_check"),
        Setup("setup that is looked after and waits for its customer", 2, "status = 'requires_confirmation'", "setup_intents_check"),
        Setup("setup given to the other mode", 1, "livemode = true", "setup_intents_keep_end"),
        Setup("succeeded setup taken back", 3, "status = 'canceled'", "setup_intents_keep_end"),
        Setup("succeeded setup written again", 3, "payment_method_id = 'pm_c'", "setup_intents_keep_end"),
        Setup("canceled setup opened again", 4, "status = 'requires_payment_method'", "setup_intents_keep_end"),
        .. Heads("session", "checkout_sessions", "cs_0000000000000000000000001"),
        Session("session in no known status", 1, "status = 'closed', due_at = null", "checkout_sessions_status_check"),
        Session("open session that nobody looks after", 1, "due_at = null", "checkout_sessions_check"),
        Session("complete session that is looked after", 1, "status = 'complete'", "checkout_sessions_check"),
        Session("session given to the other mode", 1, "livemode = true", "checkout_sessions_keep_end"),
        Session("session of another payment", 1, "payment_intent_id = 'pi_0000000000000000000000003'", "checkout_sessions_keep_end"),
        Session("complete session expired", 2, "status = 'expired'", "checkout_sessions_keep_end"),
        Session("complete session opened again", 2, "status = 'open', due_at = now()", "checkout_sessions_keep_end"),
        Session("session of a link that is none", 1, "payment_link_id = 'pl_1'", "checkout_sessions_payment_link_id_check"),
        Beside(
            "second session of a payment",
            $$"""
            insert into paygate.checkout_sessions
              select (jsonb_populate_record(s, '{"id":"cs_0000000000000000000000003"}')).* from paygate.checkout_sessions s where id = 'cs_0000000000000000000000001'
            """,
            "checkout_sessions_payment_intent_id_key"),
        .. Heads("link", "payment_links", "pl_0000000000000000000000001"),
        Link("link given to the other mode", "livemode = true", "payment_links_go_forward"),
        Link("link that waits for something", "due_at = now()", "payment_links_due_at_check"),
        Saved("saved card given to another customer", "customer_id = 'cus_0000000000000000000000003'", "card_tokens_keep_customer"),
        Saved("saved card let go without being erased", "customer_id = null", "card_tokens_keep_customer"),
        Changed("card saved for nobody known", "card_tokens", "pm_u", "version = 3, customer_id = 'cus_1'", "card_tokens_saved"),
        Saved("saved card for one use", "reusable = false", "card_tokens_saved"),
        Saved("erased card that is still saved", "status = 'revoked', key_version = null, number_nonce = null, expiry_nonce = null", "card_tokens_saved"),
        Beside("details of no fact", $"insert into paygate.fact_details (id, merchant_id, seq, data) values ('{Customer}', 'm', 0, '{{}}')", "fact_details_seq_check"),
        Setup("erased setup taken back", 3, """status = 'canceled', state = '{"v":1,"setup":{"erased":true} }'""", "setup_intents_keep_end"),
        Changed("card detached from nobody known", "card_tokens", "pm_u", "version = 3, detached_from = 'cus_1'", "card_tokens_detached"),
        Saved("saved card that is detached", $"detached_from = '{Customer}'", "card_tokens_detached"),
        Saved("card that becomes another one", "fingerprint = sha256('g')", "card_tokens_keep_fingerprint"),
        Saved("card that is there and has no fingerprint", "fingerprint = decode(repeat('00', 32), 'hex')", "card_tokens_keep_fingerprint"),
        Beside("members of no fact", $"insert into paygate.fact_members (id, merchant_id, seq, data) values ('{Customer}', 'm', 0, '{{}}')", "fact_members_seq_check"),
        Beside(
            "members of a fact twice",
            $"insert into paygate.fact_members (id, merchant_id, seq, data) values ('{Customer}', 'm', 1, '{{}}'), ('{Customer}', 'm', 1, '{{}}')",
            "fact_members_pkey"),
        Beside("erasure of nobody", "insert into paygate.erasures (id, merchant_id, livemode, ordered_at) values ('cus_1', 'm', false, now())", "erasures_id_check"),
        Beside("details of a fact twice", $"insert into paygate.fact_details (id, merchant_id, seq, data) values ('{Customer}', 'm', 1, '{{}}')", "fact_details_pkey"),
    ];

    /// <summary>The rules that each of these tables has: what an id looks like, versions that grow, an owner that stays, a whole hash.</summary>
    internal static IEnumerable<Violation> Heads(string noun, string table, string id)
    {
        yield return Beside(
            $"{noun} under an id of another kind",
            $$"""
            insert into paygate.{{table}} select (jsonb_populate_record(h, '{"id":"xx_0000000000000000000000009","payment_intent_id":"pi_0000000000000000000000009"}')).*
              from paygate.{{table}} h where id = '{{id}}'
            """,
            $"{table}_id_check");
        yield return Changed($"{noun} written at the same version", table, id, "version = 2", $"{table}_go_forward");
        yield return Changed($"{noun} back to an older version", table, id, "version = 1", $"{table}_go_forward");
        yield return Changed($"{noun} of another merchant", table, id, "version = 3, merchant_id = 'n'", $"{table}_go_forward");
        yield return Changed($"{noun} under another id", table, id, $"version = 3, id = '{id[..^1]}8'", $"{table}_go_forward");
        yield return Changed($"{noun}'s hash cut short", table, id, "version = 3, head_hash = 'short'", $"{table}_head_hash_check");
        yield return Beside(
            $"{noun} without a first version",
            $"insert into paygate.{table} select (jsonb_populate_record(h, '{{\"id\":\"{id[..^1]}9\",\"version\":0,\"payment_intent_id\":\"pi_0000000000000000000000009\"}}')).* "
                + $"from paygate.{table} h where id = '{id}'",
            $"{table}_version_check");
    }

    private static Violation Customers(string name, string set, string constraint) => Changed(name, "customers", Customer, $"version = 3, {set}", constraint);

    private static Violation Setup(string name, int number, string set, string constraint) =>
        Changed(name, "setup_intents", $"seti_000000000000000000000000{number}", $"version = 3, {set}", constraint);

    private static Violation Session(string name, int number, string set, string constraint) =>
        Changed(name, "checkout_sessions", $"cs_000000000000000000000000{number}", $"version = 3, {set}", constraint);

    private static Violation Link(string name, string set, string constraint) =>
        Changed(name, "payment_links", "pl_0000000000000000000000001", $"version = 3, {set}", constraint);

    private static Violation Saved(string name, string set, string constraint) => Changed(name, "card_tokens", "pm_s", $"version = 3, {set}", constraint);

    private static Violation Changed(string name, string table, string id, string set, string constraint) =>
        Beside(name, $"update paygate.{table} set {set} where id = '{id}'", constraint);

    private static Violation Beside(string name, string sql, string constraint) => new(name, sql, constraint) { Beside = Healthy };
}
