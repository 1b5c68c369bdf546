namespace PayGate.Postgres.Tests;

/// <summary>Broken rules of single columns, and of columns of one row that belong together: beside the rows of the books unless said otherwise.</summary>
public static class ColumnViolations
{
    private const string Request = "rr_0000000000000000000000001";
    private const string LimitId = "m/limits/test/usd";

    private const string ApiKey =
        """
        insert into paygate.api_keys (id, merchant_id, version, head_hash, state, kind, livemode, key_hash, revoked)
          values ('key_1', 'm', 2, sha256('2'), '{}', 'secret', false, sha256('k'), false);
        """;

    public static IEnumerable<Violation> All =>
    [
        .. Each("merchants", "m", 4, "hash_length", id: "o", more: "\"merchant_id\":\"o\",").Skip(1),
        Row("merchants", "m", 4, "merchant that is another's", "merchant_id = 'n'", "merchants_check"),
        Row("merchants", "m", 4, "merchant in no known status", "status = 'unknown'", "merchants_status_check"),
        Row("merchants", "m", 4, "fee of more than the whole", "fee_basis_points = 10001", "merchants_fee_basis_points_check"),
        Row("merchants", "m", 4, "fixed fee below nothing", "fee_fixed_usd_cents = -1", "merchants_fee_fixed_usd_cents_check"),
        .. ApiKeys(),
        .. Each("payment_intents", "p", 3, "hash_length", id: "q").Skip(1),
        Row("payment_intents", "p", 3, "payment of nothing", "amount = 0", "payment_intents_amount_check"),
        Row("payment_intents", "p", 3, "payment of a customer that is none", "customer_id = 'cus_1'", "payment_intents_customer"),
        Row("payment_intents", "p", 3, "payment in no known status", "status = 'lost', amount_authorized = 0, amount_captured = 0, amount_refunded = 0",
            "payment_intents_status_check"),
        .. Each("refund_requests", Request, 3, "check", id: "rr_0000000000000000000000002"),
        Copy("refund_requests", Request, "request under an id of another kind", "\"id\":\"pi_0000000000000000000000002\"", "refund_requests_id_check"),
        Row("refund_requests", Request, 3, "request for nothing", "amount = 0", "refund_requests_amount_check"),
        Row("refund_requests", Request, 3, "request in no currency", "currency = 'US'", "refund_requests_currency_check"),
        Row("refund_requests", Request, 3, "request of no customer", "customer_id = 'cus_1'", "refund_requests_customer_id_check"),
        Row("refund_requests", Request, 3, "request for no payment", "payment_intent_id = 'pi_1'", "refund_requests_payment_intent_id_check"),
        Row("refund_requests", Request, 3, "request with a refund that is none", "refund_id = 're_1'", "refund_requests_refund_id_check"),
        Row("refund_requests", Request, 3, "request in no known status", "status = 'lost', refund_id = null, due_at = null", "refund_requests_status_check"),
        .. Each("amount_limits", LimitId, 3, "check", id: "o/limits/test/usd", more: "\"merchant_id\":\"o\",").Skip(1),
        Row("amount_limits", LimitId, 3, "less than nothing before", "day_before = -1", "amount_limits_day_before_check"),
        Row("amount_limits", LimitId, 3, "less than nothing taken", "day_taken = -1", "amount_limits_day_taken_check"),
        Copy("amount_limits", LimitId, "limit in no currency", "\"id\":\"m/limits/test/us1\",\"currency\":\"us1\"", "amount_limits_currency_check"),
        .. Each("card_tokens", "pm_c", 2, "check", id: "pm_d"),
        Copy("card_tokens", "pm_c", "card under an id of another kind", "\"id\":\"xx_d\"", "card_tokens_id_check"),
        Card("used card without its user", "status = 'used'", "card_tokens_check"),
        Card("erased card that names its key", "status = 'revoked'", "card_tokens_check1"),
        Card("card without its number", "number_nonce = null", "card_tokens_check2"),
        Card("card without its expiry", "expiry_nonce = null", "card_tokens_check3"),
        Card("erased card with a holder", "status = 'revoked', key_version = null, number_nonce = null, expiry_nonce = null", "card_tokens_check4"),
        Card("card in no known status", "status = 'lost', key_version = null, number_nonce = null, expiry_nonce = null, holder_nonce = null", "card_tokens_status_check"),
        Card("card of no key version", "key_version = 0", "card_tokens_key_version_check"),
        Card("fingerprint cut short", "fingerprint = 'short'", "card_tokens_fingerprint_check"),
        Card("number's nonce cut short", "number_nonce = 'short'", "card_tokens_number_nonce_check"),
        Card("expiry's nonce cut short", "expiry_nonce = 'short'", "card_tokens_expiry_nonce_check"),
        Card("holder's nonce cut short", "holder_nonce = 'short'", "card_tokens_holder_nonce_check"),
        .. Each("encryption_keys", "m/card-data", 3, "check", id: "o/card-data", more: "\"merchant_id\":\"o\","),
        Row("encryption_keys", "m/card-data", 3, "key used less than never", "encryptions = -1", "encryption_keys_encryptions_check"),
        Row("encryption_keys", "m/card-data", 3, "no version that is active",
            """active_version = 0, state = '{"key":{"versions":[{"key":{"version":0},"state":"active"}]}}'""", "encryption_keys_active_version_check"),
        Copy("encryption_keys", "m/card-data", "key for another purpose", "\"id\":\"m/other\",\"purpose\":\"other\"", "encryption_keys_purpose_check"),
        Copy("encryption_keys", "m/card-data", "key under an id without end",
            $"\"id\":\"{new string('m', 120)}/card-data\",\"merchant_id\":\"{new string('m', 120)}\"", "encryption_keys_id_check"),
        new("fact numbered from nothing", Fact("0, now(), 'm', 't', '{}', sha256('1'), sha256('2')"), "events_seq_check"),
        new("fact's hash cut short", Fact("3, now(), 'm', 't', '{}', sha256('2'), 'short'"), "events_hash_check"),
        new("public event in no known place", "insert into paygate.public_event_types values ('x', 8, 'y')", "public_event_types_place_check"),
        new("transaction numbered from nothing",
            """
            insert into paygate.ledger_transfers (source_type, source_id, seq, object_created, merchant_id, debit_account, credit_account, currency, amount, payment_id, at)
              values ('fee', 'p', 0, now(), 'm', 'fees', 'cash', 'usd', 1, 'p', now())
            """,
            "ledger_transfers_seq_check"),
        new("empty idempotency key", "insert into paygate.idempotency values ('m', false, '', sha256('s'), 'done', 'q', 200, '{}', now())", "idempotency_key_check"),
        new("key in no known state", "insert into paygate.idempotency values ('m', false, 'l', sha256('s'), 'lost', 'q', 0, null, now())", "idempotency_state_check"),
        new("second root key", "insert into paygate.root_key (only_row, key_id, key_check) values (false, 'k', sha256('k'))", "root_key_only_row_check"),
        new("root key without a name", "insert into paygate.root_key (key_id, key_check) values ('', sha256('k'))", "root_key_key_id_check"),
        new("root key's check cut short", "insert into paygate.root_key (key_id, key_check) values ('k', 'short')", "root_key_key_check_check"),
        new("root key that no Vault encrypted",
            "insert into paygate.root_key (key_id, key_check, vault_ciphertext) values ('k', sha256('k'), 'AAAA')", "root_key_vault_ciphertext_check"),
        new("secrets' place of another root key",
            $"insert into paygate.root_key (key_id, key_check, secrets_id) values ('k', sha256('k'), '{new string('0', 32)}.l')", "root_key_secrets_id"),
        new("secrets' place exchanged",
            $"insert into paygate.root_key (key_id, key_check, secrets_id) values ('k', sha256('k'), '{new string('0', 32)}.k'); update paygate.root_key set secrets_id = '{new string('1', 32)}.k'",
            "root_key_secrets_stay"),
        new("entry's fingerprint cut short", "insert into paygate.vault_entries values ('m', false, 'short', 'pm_c', now())", "vault_entries_fingerprint_check"),
    ];

    /// <summary>What every head row must have: a whole hash and a version that counts.</summary>
    private static IEnumerable<Violation> Each(string table, string row, int next, string hashRule, string id, string more = "")
    {
        yield return Row(table, row, next, $"hash cut short, of {table}", "head_hash = 'short'", $"{table}_head_hash_{hashRule}");
        yield return Copy(table, row, $"version that does not count, of {table}", $"\"id\":\"{id}\",{more}\"version\":0", $"{table}_version_check");
    }

    private static IEnumerable<Violation> ApiKeys()
    {
        IEnumerable<Violation> keys =
        [
            .. Each("api_keys", "key_1", 3, "length", id: "key_2"),
            Row("api_keys", "key_1", 2, "key written at the same version", "revoked = true", "api_keys_go_forward"),
            Row("api_keys", "key_1", 3, "key of another merchant", "merchant_id = 'n'", "api_keys_go_forward"),
            Row("api_keys", "key_1", 3, "key of no known kind", "kind = 'root'", "api_keys_kind_check"),
            Row("api_keys", "key_1", 3, "key's hash cut short", "key_hash = 'short'", "api_keys_key_hash_check"),
            Copy("api_keys", "key_1", "key of two merchants", "\"id\":\"key_2\",\"merchant_id\":\"n\"", "api_keys_key_hash_key"),
        ];
        return keys.Select(key => key with { Beside = ApiKey });
    }

    private static Violation Card(string name, string set, string constraint) => Row("card_tokens", "pm_c", 2, name, set, constraint);

    private static Violation Row(string table, string row, int version, string name, string set, string constraint) =>
        new(name, $"update paygate.{table} set version = {version}, {set} where id = '{row}'", constraint);

    /// <summary>The row once more, with other members.</summary>
    private static Violation Copy(string table, string row, string name, string members, string constraint) =>
        new(name, $"insert into paygate.{table} select (jsonb_populate_record(r, '{{{members}}}')).* from paygate.{table} r where id = '{row}'", constraint);

    private static string Fact(string values) =>
        $"insert into paygate.events (stream_id, seq, stream_created, merchant_id, type, data, prev_hash, hash, at) values ('p', {values}, now())";
}
