namespace PayGate.Postgres.Tests;

/// <summary>Broken rules of fee plans and of fees that come back, beside a charge with a fee of 30 of which a refund has returned 10, and two orders of which one is finished.</summary>
public static class FeeViolations
{
    private const string Healthy =
        """
        insert into paygate.fee_plans values ('m/fees/1', 'm', 1, '{}', 'amina', 'w', now());
        insert into paygate.fee_orders (merchant_id, plan, ordered_by, reason, finished_at) values ('m', '{}', 'amina', 'w', now()), ('m', '{"a":1}', 'amina', 'w', null);
        insert into paygate.charges values ('ch_1', 'm', 'pi_f');
        insert into paygate.refunds values ('re_1', 'm', 'pi_f', 'ch_1'), ('re_2', 'm', 'pi_f', 'ch_1');
        insert into paygate.balance_transactions values ('txn_1', 'm', 'pi_f', 'ch_1', 'charge', 'mad', 1000, 30, now(), false, 'usd', 100),
          ('txn_2', 'm', 'pi_f', 're_1', 'refund', 'mad', -300, -10, now(), false, 'usd', -30);
        """;

    public static IEnumerable<Violation> All => Rules().Select(violation => violation with { Beside = Healthy });

    private static IEnumerable<Violation> Rules() =>
    [
        new("plan before the first one", "insert into paygate.fee_plans values ('m/fees/0', 'm', 0, '{}', 'amina', 'w', now())", "fee_plans_version_check"),
        new("second plan of a version", "insert into paygate.fee_plans values ('m/fees/2', 'm', 1, '{}', 'amina', 'w', now())", "fee_plans_merchant_id_version_key"),
        Ordered("plan ordered for nobody", "'', 'amina', 'w', null, null", "fee_orders_merchant_id_check"),
        Ordered("plan ordered by nobody", "'m', '', 'w', null, null", "fee_orders_ordered_by_check"),
        Ordered("plan ordered for no reason", "'m', 'amina', '', null, null", "fee_orders_reason_check"),
        Ordered("order about a plan refused and open", "'m', 'amina', 'w', null, 'no'", "fee_orders_finished"),
        new("finished order about a plan opened again", "update paygate.fee_orders set finished_at = null where plan::text = '{}'", "fee_orders_stay"),
        new("open order about a plan changed", "update paygate.fee_orders set plan = '{}' where finished_at is null", "fee_orders_stay"),
        new("refund that charges a fee", "insert into paygate.balance_transactions values ('txn_3', 'm', 'pi_f', 're_2', 'refund', 'mad', -300, 1, now(), false, 'usd', -30)",
            "balance_transactions_sign"),
        new("refunds that return more than the fee",
            "insert into paygate.balance_transactions values ('txn_3', 'm', 'pi_f', 're_2', 'refund', 'mad', -700, -21, now(), false, 'usd', -70)", "balance_transactions_return_fee"),
        new("refund that returns the fee of no charge",
            "insert into paygate.balance_transactions values ('txn_3', 'm', 'pi_g', 're_9', 'refund', 'mad', -700, -1, now(), false, 'usd', -70)", "balance_transactions_return_fee"),
    ];

    private static Violation Ordered(string name, string values, string constraint) =>
        new(name, $"insert into paygate.fee_orders (merchant_id, ordered_by, reason, finished_at, refusal, plan) values ({values}, '{{}}')", constraint);
}
