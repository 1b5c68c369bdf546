namespace PayGate.Postgres.Tests;

/// <summary>Broken rules of settlement: batches, what they were given, schedules, and which batch a movement is in.</summary>
public static class SettlementViolations
{
    private const string Pending = "sb_0000000000000000000000001";
    private const string Collecting = "sb_0000000000000000000000002";
    private const string Schedule = "ss_0000000000000000000000001";

    /// <summary>A batch that is closed with a charge of 80 and a refund of 10, one that is collecting and was given 40, a movement that no batch has, and a schedule.</summary>
    private const string Healthy =
        $$"""
        insert into paygate.settlement_batches (id, merchant_id, version, head_hash, state, livemode, currency, day, day_end, payout_on, status, movements, gross, refunds,
            fees, disputes, net, created)
          values ('{{Pending}}', 'm', 1, sha256('1'), '{}', false, 'usd', '2030-01-07', '2030-01-08', '2030-01-09', 'collecting', 0, 0, 0, 0, 0, 0, now()),
            ('{{Collecting}}', 'm', 1, sha256('1'), '{}', false, 'usd', '2030-01-08', '2030-01-09', '2030-01-10', 'collecting', 0, 0, 0, 0, 0, 0, now());
        insert into paygate.balance_transactions (id, merchant_id, payment_intent_id, livemode, source_id, type, currency, amount, fee, created, payment_currency,
            payment_amount)
          values ('t1', 'm', 'p', false, 'ch1', 'charge', 'usd', 80, 3, '2030-01-07 12:00Z', 'eur', 70), ('t2', 'm', 'p', false, 're1', 'refund', 'usd', -10, 0, '2030-01-07 13:00Z', 'eur', -9),
            ('t3', 'm', 'p', false, 'ch2', 'charge', 'usd', 40, 2, '2030-01-08 12:00Z', 'usd', 40), ('t4', 'm', 'p', false, 'ch3', 'charge', 'usd', 20, 1, '2030-01-09 12:00Z', 'usd', 20);
        select paygate.claim_movements('{{Pending}}', 100);
        select paygate.claim_movements('{{Collecting}}', 100);
        update paygate.settlement_batches set version = 2, status = 'pending', movements = 2, gross = 80, refunds = 10, fees = 3, net = 67 where id = '{{Pending}}';
        insert into paygate.settlement_schedules (id, merchant_id, version, head_hash, state, due_at, livemode, closed_through)
          values ('{{Schedule}}', 'm', 2, sha256('2'), '{}', now(), false, '2030-01-07');
        """;

    public static IEnumerable<Violation> All => Rules().Select(violation => violation with { Beside = Healthy });

    private static IEnumerable<Violation> Rules() =>
    [
        .. ObjectViolations.Heads("batch", "settlement_batches", Pending),
        .. ObjectViolations.Heads("schedule", "settlement_schedules", Schedule),
        Closed("batch in no known status", "status = 'lost'", "settlement_batches_status_check"),
        Closed("batch in no currency", "currency = 'USD'", "settlement_batches_currency_check"),
        Closed("batch paid out on its own day", "payout_on = day", "settlement_batches_check"),
        Closed("net that its parts do not give", "net = 68", "settlement_batches_check1"),
        Closed("captures below nothing", "gross = -1, net = -14", "settlement_batches_gross_check"),
        Closed("closed batch without movements", "movements = 0", "settlement_batches_check3"),
        Closed("closed batch opened again", "status = 'collecting', movements = 0, gross = 0, refunds = 0, fees = 0, net = 0", "settlement_batches_keep_figures"),
        Closed("closed batch with other figures", "gross = 81, net = 68", "settlement_batches_keep_figures"),
        Closed("batch of another day", "day = '2030-01-06'", "settlement_batches_keep_figures"),
        Closed("batch paid out on another day", "payout_on = '2030-01-11'", "settlement_batches_keep_figures"),
        Closed("batch settled without being processed", "status = 'settled'", "settlement_batches_keep_figures"),
        Given("collecting batch with figures", "gross = 40, net = 40", "settlement_batches_check2"),
        Given("batch closed with less than it was given", "status = 'pending', movements = 1, gross = 39, fees = 2, net = 37", "settlement_batches_close_whole"),
        Given("batch closed with a fee too few", "status = 'pending', movements = 1, gross = 40, fees = 1, net = 39", "settlement_batches_close_whole"),
        Given("batch settled at once", "status = 'settled', movements = 1, gross = 40, fees = 2, net = 38", "settlement_batches_keep_figures"),
        new("second batch of a day", Copy("settlement_batches", Collecting, "\"id\":\"sb_0000000000000000000000003\""),
            "settlement_batches_merchant_id_livemode_currency_day_key"),
        new("batch that begins with figures", Copy("settlement_batches", Pending, "\"id\":\"sb_0000000000000000000000003\",\"day\":\"2030-01-06\""),
            "settlement_batches_begin_empty"),
        new("movement given to a closed batch", $"select paygate.claim_movements('{Pending}', 100)", "settlement_batches_collect"),
        new("movement given to no batch", "select paygate.claim_movements('sb_0000000000000000000000004', 100)", "settlement_batches_collect"),
        new("claim of no step", $"insert into paygate.settlement_claims values ('{Collecting}', 0, 1, 1, 0, 0, 0)", "settlement_claims_step_check"),
        new("claim of nothing", $"insert into paygate.settlement_claims values ('{Collecting}', 9, 0, 1, 0, 0, 0)", "settlement_claims_movements_check"),
        new("second schedule of a merchant", Copy("settlement_schedules", Schedule, "\"id\":\"ss_0000000000000000000000002\""),
            "settlement_schedules_merchant_id_livemode_key"),
        new("closed day opened again", $"update paygate.settlement_schedules set version = 3, closed_through = '2030-01-06' where id = '{Schedule}'",
            "settlement_schedules_go_forward"),
        Movement("movement of no known type", "type = 'gift'", "balance_transactions_type"),
        Movement("movement of a payment in no currency", "payment_currency = 'EUR'", "balance_transactions_payment_currency"),
        Movement("movement of nothing", "payment_amount = 0", "balance_transactions_payment_amount"),
        Movement("movement that converts to the other side", "payment_amount = -20", "balance_transactions_payment_amount"),
    ];

    private static Violation Closed(string name, string set, string constraint) => Batch(name, Pending, $"version = 3, {set}", constraint);

    private static Violation Given(string name, string set, string constraint) => Batch(name, Collecting, $"version = 2, {set}", constraint);

    private static Violation Batch(string name, string id, string set, string constraint) =>
        new(name, $"update paygate.settlement_batches set {set} where id = '{id}'", constraint);

    private static Violation Movement(string name, string set, string constraint) =>
        new(name, $"update paygate.balance_transactions set {set} where id = 't4'", constraint);

    private static string Copy(string table, string id, string members) =>
        $"insert into paygate.{table} select (jsonb_populate_record(r, '{{{members}}}')).* from paygate.{table} r where id = '{id}'";
}
