namespace PayGate.Postgres.Tests;

/// <summary>Broken rules of quotes, beside one of 100 USD that a payment cites, one of the other mode and one that has ended.</summary>
public static class QuoteViolations
{
    private const string Quote = "qt_0000000000000000000000001";
    private const string Free = "qt_0000000000000000000000002";
    private const string Live = "qt_0000000000000000000000003";
    private const string Ended = "qt_0000000000000000000000004";

    private const string Healthy =
        $$"""
        insert into paygate.quotes (id, merchant_id, version, head_hash, state, livemode, currency, amount, created, expires_at) values
          ('{{Quote}}', 'm', 1, sha256('1'), '{}', false, 'usd', 100, now(), now() + interval '15 minutes'),
          ('{{Free}}', 'm', 1, sha256('1'), '{}', false, 'usd', 200, now(), now() + interval '15 minutes'),
          ('{{Live}}', 'm', 1, sha256('1'), '{}', true, 'usd', 100, now(), now() + interval '15 minutes'),
          ('{{Ended}}', 'm', 1, sha256('1'), '{}', false, 'usd', 100, now() - interval '15 minutes', now());
        insert into paygate.payment_intents (id, merchant_id, version, head_hash, state, livemode, status, currency, amount, amount_authorized,
            amount_captured, amount_refunded, created, expires_at) values
          ('pi_q', 'm', 1, sha256('1'), '{}', false, 'requires_payment_method', 'usd', 100, 0, 0, 0, now(), now() + interval '1 hour'),
          ('pi_r', 'm', 1, sha256('1'), '{}', false, 'requires_payment_method', 'usd', 100, 0, 0, 0, now(), now() + interval '1 hour');
        insert into paygate.quote_uses values ('{{Quote}}', 'm', 'pi_q');
        """;

    public static IEnumerable<Violation> All => Rules().Select(violation => violation with { Beside = Healthy });

    private static IEnumerable<Violation> Rules() =>
    [
        Changed("quote under an id of another kind", "id = 'pi_1'", "quotes_id_check"),
        Changed("quote that was changed", "version = 2", "quotes_version_check"),
        Changed("quote with half a hash", "head_hash = '1'", "quotes_head_hash_check"),
        Changed("quote that waits for something", "due_at = now()", "quotes_due_at_check"),
        Changed("quote in no currency", "currency = 'USD'", "quotes_currency_check"),
        Changed("quote of nothing", "amount = 0", "quotes_amount_check"),
        Changed("quote that holds for an hour", "expires_at = created + interval '1 hour'", "quotes_lifetime"),
        Used("payment that cites two quotes", Live, "m", "pi_q", "quote_uses_payment_intent_id_key"),
        Used("payment that cites a quote of another amount", Free, "m", "pi_r", "quote_uses_fit"),
        Used("payment that cites a quote of the other mode", Live, "m", "pi_r", "quote_uses_fit"),
        Used("payment that cites a quote for another merchant", Quote.Replace('1', '9'), "n", "pi_r", "quote_uses_fit"),
        Used("payment that cites a quote that has ended", Ended, "m", "pi_r", "quote_uses_fit"),
        Used("second payment that cites a quote", Quote, "m", "pi_r", "quote_uses_pkey"),
    ];

    private static Violation Changed(string name, string set, string constraint) => new(name, $"update paygate.quotes set {set} where id = '{Free}'", constraint);

    private static Violation Used(string name, string quote, string merchant, string payment, string constraint) =>
        new(name, $"insert into paygate.quote_uses values ('{quote}', '{merchant}', '{payment}')", constraint);
}
