namespace PayGate.Simulation.Tests.Books;

/// <summary>A defect put into healthy books, and the checks that must see it.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Sql">Run by the owner.</param>
/// <param name="Red">Exactly these.</param>
public sealed record Plant(string Name, string Sql, params IReadOnlyList<string> Red)
{
    // A payment that was captured whole, authorized and captured apart in part with refunds, canceled after authorization.
    private const string Captured = "(select min(id) from paygate.payment_intents where status = 'succeeded' and amount_refunded = 0 and state->'intent'->'disputes_if_any' is null)";
    private const string Refunded = "(select min(id) from paygate.payment_intents where amount_refunded > 0)";
    private const string Canceled = "(select min(id) from paygate.payment_intents where status = 'canceled' and amount_authorized > 0)";

    public static IReadOnlyList<Plant> All { get; } =
    [
        new("captured more than the amount", Unchecked("payment_intents") + $"update paygate.payment_intents set amount = amount - 1 where id = {Captured}",
            "amounts_in_order"),
        new("captured payment shown as capturable", Unchecked("payment_intents") + $"update paygate.payment_intents set status = 'requires_capture' where id = {Captured}",
            "status_agrees_with_amounts"),
        new("authorized twice at the bank", BankCopy("authorize", $"{Captured}"), "one_bank_authorization", "bank_sums_equal_payments"),
        new("refunded twice at the bank", BankCopy("refund", $"{Refunded}"), "bank_sums_equal_payments"),
        new("capture lost at the bank", $"update bank.operations set operation = 'authorize' where operation = 'sale' and payment_id = {Captured}",
            "bank_sums_equal_payments"),
        new("reversal lost at the bank", $"delete from bank.operations where operation = 'reverse' and payment_id = {Canceled}", "bank_sums_equal_payments"),
        new("bank authorized a payment that is not ours", $"update bank.operations set payment_id = 'pi_other' where payment_id = {Canceled}",
            "bank_sums_equal_payments"),
        new("bank authorized another currency", $"update bank.operations set currency = 'mad' where payment_id = {Captured}", "bank_sums_equal_payments"),
        new("credit larger than debit", Ledger("case when source_type = 'fee' and seq = 2 then credit + 1 else credit end as credit"), "ledger_transaction_balances"),
        new("entry on both sides", Ledger("case when source_type = 'fee' then credit + 7 else credit end as credit", "case when source_type = 'fee' then debit + 7 else debit end as debit"),
            "ledger_entry_one_sided"),
        new("capture booked twice",
            $"""
            insert into paygate.ledger_transfers
            select (jsonb_populate_record(t, jsonb_build_object('object_created', t.object_created + interval '1 month'))).*
            from paygate.ledger_transfers t where source_type = 'capture' and source_id = {Captured}
            """,
            "ledger_one_transaction_per_movement", "acquirer_clearing_equals_captures"),
        new("refund booked under a second id",
            $"""
            insert into paygate.ledger_transfers
            select (jsonb_populate_record(t, jsonb_build_object('source_id', 're_second', 'debit_account', 'fees', 'credit_account', 'cash'))).*
            from paygate.ledger_transfers t where source_type = 'refund' and payment_id = {Refunded} limit 1
            """,
            "ledger_one_transaction_per_movement"),
        new("capture booked a cent too high", $"update paygate.ledger_transfers set amount = amount + 1 where source_type = 'capture' and source_id = {Captured}",
            "acquirer_clearing_equals_captures"),
        new("conversion brought back a cent short", "update paygate.ledger_transfers set amount = amount - 1 where source_type = 'conversion_reinstated' and currency = 'mad'",
            "reinstated_as_withdrawn"),
        new("chargeback lost at the bank", "delete from bank.operations where operation = 'chargeback_reversal'", "bank_sums_equal_payments"),
        new("first event lost", $"delete from paygate.events where stream_id = {Captured} and seq = 1", "events_numbered_without_gaps", "events_hash_linked"),
        new("last event lost", $"delete from paygate.events e where stream_id = {Captured} and seq = (select version from paygate.payment_intents where id = e.stream_id)",
            "payment_version_is_last_event"),
        new("event text changed", $"update paygate.events set data = (data::text || ' ')::json where stream_id = {Captured} and seq = 2", "events_hash_linked"),
        new("event relinked", $"update paygate.events set prev_hash = sha256('other') where stream_id = {Captured} and seq = 2", "events_hash_linked"),
        new("state behind its events", $"update paygate.payment_intents set version = version - 1 where id = {Captured}", "payment_version_is_last_event"),
        new("two records of one key",
            """
            alter table paygate.idempotency drop constraint idempotency_pkey;
            insert into paygate.idempotency
            select (jsonb_populate_record(i, jsonb_build_object('resource_id', 'pi_other'))).* from paygate.idempotency i where resource_id like 'pi_%' limit 1
            """,
            "one_resource_per_idempotency_key"),
        new("two payments of one key",
            $"update paygate.payment_intents set idempotency_key = (select idempotency_key from paygate.payment_intents where id = {Refunded}) where id = {Captured}",
            "one_resource_per_idempotency_key"),
        new("claim never ended", $"update paygate.idempotency set state = 'in_progress', status = 0, body = null where resource_id = {Captured}", "idempotency_ends_with_operation"),
        new("nonce used twice", "update paygate.card_tokens set expiry_nonce = number_nonce", "vault_nonce_used_once"),
        new("no active key version", Unchecked("encryption_keys") + "update paygate.encryption_keys set state = replace(state::text, '\"active\"', '\"decrypt_only\"')::json", "one_active_vault_key"),
        new("paid payout shown as open", Unchecked("payouts") + "update paygate.payouts set status = 'in_transit'", "in_payout_equals_open_payouts", "paid_payouts_equal_cash"),
        new("transfer lost at the bank", "delete from bank.transfers", "bank_transfers_equal_payouts"),
        new("statement off by a cent", "update paygate.available_movements set balance = balance + 1 where source_type = 'payout'", "statement_is_the_available_account"),
        new("captured cent in two batches",
            SettlementLines("('b1', 'c', 100, 1, 99), ('b2', 'c', 100, 1, 99)") + SettlementBatches("('b1', 100, 0, 1, 0, 99), ('b2', 100, 0, 1, 0, 99)"),
            "movement_in_one_batch"),
        new("batch off by a cent",
            SettlementLines("('b1', 'c', 100, 1, 99)") + SettlementBatches("('b1', 101, 0, 1, 0, 100)"),
            "batch_equals_its_lines"),
    ];

    public override string ToString() => Name;

    /// <summary>The tables refuse most defects by themselves; their constraints go first.</summary>
    private static string Unchecked(string table) =>
        $"""
        do $$ declare rule name; begin
          for rule in select conname from pg_constraint where contype = 'c' and conrelid = 'paygate.{table}'::regclass loop
            execute format('alter table paygate.{table} drop constraint %I', rule);
          end loop;
        end $$;

        """;

    private static string BankCopy(string operation, string paymentId) =>
        $"""
        insert into bank.operations (reference, repeat, payment_id, operation, original_reference, authorization_id, amount, currency, card_last4, approved,
          network_code, reason, authorization_code, avs_result, cvc_result, amount_approved, amount_released, at)
        select reference || 'x', repeat, payment_id, '{operation}', original_reference, authorization_id, amount, currency, card_last4, approved,
          network_code, reason, authorization_code, avs_result, cvc_result, amount_approved, 0, at
        from bank.operations where payment_id = {paymentId} and operation in ('{operation}', 'sale') limit 1
        """;

    /// <summary>Each row of the ledger's table is a debit and a credit, so entries that do not fit can only come from elsewhere.</summary>
    private static string Ledger(string credit, string debit = "debit") =>
        $"""
        alter view audit.ledger_entries rename to true_entries;
        create view audit.ledger_entries as
          select txn_id, seq, account, merchant_id, currency, {debit}, {credit}, source_type, source_id, payment_id, at from audit.true_entries;
        grant select on audit.ledger_entries to paygate_audit
        """;

    private static string SettlementLines(string rows) =>
        $"""
        drop view audit.settlement_lines;
        create view audit.settlement_lines as
          select batch_id, 'capture'::text as source_type, source_id, gross::bigint, fee::bigint, net::bigint
          from (values {rows}) as line (batch_id, source_id, gross, fee, net);
        grant select on audit.settlement_lines to paygate_audit;

        """;

    private static string SettlementBatches(string rows) =>
        $"""
        drop view audit.settlement_batches;
        create view audit.settlement_batches as
          select id, gross::bigint, refunds::bigint, fees::bigint, disputes::bigint, net::bigint
          from (values {rows}) as batch (id, gross, refunds, fees, disputes, net);
        grant select on audit.settlement_batches to paygate_audit
        """;
}
