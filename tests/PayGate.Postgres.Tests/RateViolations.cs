namespace PayGate.Postgres.Tests;

/// <summary>Broken rules of exchange rates, beside a sheet, a rate of 10 and two orders of which one is finished.</summary>
public static class RateViolations
{
    private const string Sheet = "fx_0000000000000000000000001";

    private const string Healthy =
        $$"""
        insert into paygate.exchange_rates (id, merchant_id, version, head_hash, state, asked_at, source)
          values ('{{Sheet}}', 'platform', 2, sha256('2'), '{}', now(), 'file');
        insert into paygate.accepted_rates (id, merchant_id, currency, in_base, as_of, accepted_at, source, beyond_band)
          values ('r1', 'platform', 'usd', 10, now(), now(), 'file', false);
        insert into paygate.rate_orders (currency, in_base, hours, beyond_band, ordered_by, reason, finished_at)
          values ('usd', 10, 1, false, 'amina', 'w', now()), ('eur', 11, 1, false, 'amina', 'w', null);
        """;

    public static IEnumerable<Violation> All => Rules().Select(violation => violation with { Beside = Healthy });

    private static IEnumerable<Violation> Rules() =>
    [
        Changed("sheet of rates under an id of another kind", "id = 'pi_1'", "exchange_rates_id_check"),
        Changed("sheet of rates of a merchant", "merchant_id = 'm'", "exchange_rates_merchant_id_check"),
        Changed("sheet of rates without a version", "version = 0", "exchange_rates_version_check"),
        Changed("sheet of rates with half a hash", "head_hash = '1'", "exchange_rates_head_hash_check"),
        Changed("sheet of rates from nowhere known", "source = 'rumour'", "exchange_rates_source_check"),
        Changed("sheet of rates of a source that was never asked", "asked_at = null", "exchange_rates_asked"),
        new("sheet of rates put back", "update paygate.exchange_rates set version = 1", "exchange_rates_go_forward"),
        new("second sheet of rates",
            "insert into paygate.exchange_rates (id, merchant_id, version, head_hash, state) values ('fx_0000000000000000000000002', 'platform', 1, sha256('1'), '{}')",
            "exchange_rates_one"),
        Accepted("rate accepted twice", "'r1', 'platform', 'usd', 10, now(), now(), 'file', false, null, null", "accepted_rates_id_key"),
        Accepted("rate of no currency", "'r2', 'platform', 'USD', 10, now(), now(), 'file', false, null, null", "accepted_rates_currency_check"),
        Accepted("rate of the base against itself", "'r2', 'platform', 'mad', 1, now(), now(), 'file', false, null, null", "accepted_rates_currency_check"),
        Accepted("rate of zero", "'r2', 'platform', 'gbp', 0, now(), now(), 'file', false, null, null", "accepted_rates_in_base_check"),
        Accepted("rate from nowhere known", "'r2', 'platform', 'usd', 10, now(), now(), 'rumour', false, null, null", "accepted_rates_source_check"),
        Accepted("rate that an operator set without saying why", "'r2', 'platform', 'usd', 10, now(), now(), 'operator', false, 'amina', null", "accepted_rates_operator"),
        Accepted("source that leaves the band", "'r2', 'platform', 'usd', 200, now(), now(), 'file', true, null, null", "accepted_rates_operator"),
        Accepted("rate more than ten times up", "'r2', 'platform', 'usd', 100.00000001, now(), now(), 'file', false, null, null", "accepted_rates_band"),
        Accepted("rate more than ten times down", "'r2', 'platform', 'usd', 0.99999999, now(), now(), 'operator', false, 'amina', 'w'", "accepted_rates_band"),
        Ordered("rate ordered for no currency", "'USD', 10, 1, false, 'amina', 'w', null, null", "rate_orders_currency_check"),
        Ordered("rate of nothing ordered", "'usd', 0, 1, false, 'amina', 'w', null, null", "rate_orders_in_base_check"),
        Ordered("rate ordered for ever", "'usd', 10, 721, false, 'amina', 'w', null, null", "rate_orders_hours_check"),
        Ordered("rate ordered by nobody", "'usd', 10, 1, false, '', 'w', null, null", "rate_orders_ordered_by_check"),
        Ordered("rate ordered for no reason", "'usd', 10, 1, false, 'amina', '', null, null", "rate_orders_reason_check"),
        Ordered("order about a rate refused and open", "'usd', 10, 1, false, 'amina', 'w', null, 'no'", "rate_orders_finished"),
        new("finished order about a rate opened again", "update paygate.rate_orders set finished_at = null where currency = 'usd'", "rate_orders_stay"),
        new("open order about a rate changed", "update paygate.rate_orders set in_base = 12 where currency = 'eur'", "rate_orders_stay"),
    ];

    private static Violation Changed(string name, string set, string constraint) =>
        new(name, $"update paygate.exchange_rates set {(set.StartsWith("version", StringComparison.Ordinal) ? "" : "version = 3, ")}{set}", constraint);

    private static Violation Accepted(string name, string values, string constraint) => new(
        name,
        $"insert into paygate.accepted_rates (id, merchant_id, currency, in_base, as_of, accepted_at, source, beyond_band, set_by, reason) values ({values})",
        constraint);

    private static Violation Ordered(string name, string values, string constraint) => new(
        name, $"insert into paygate.rate_orders (currency, in_base, hours, beyond_band, ordered_by, reason, finished_at, refusal) values ({values})", constraint);
}
