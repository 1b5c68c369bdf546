namespace PayGate.Bank.Journal;

/// <summary>The SQL of schema bank: one statement per table for any number of rows.</summary>
internal static class JournalStatements
{
    private const string RowColumns =
        """
        id, reference, repeat, payment_id, operation, original_reference, authorization_id, amount, currency, card_last4,
        network_code, reason, authorization_code, avs_result, cvc_result, amount_approved, amount_released, at,
        chargeback_reason, chargeback_after_seconds
        """;

    /// <summary>
    /// Journals rows and opens the authorizations of approved ones; a known reference is left out of the result and has no effect.
    /// </summary>
    public const string InsertRows =
        """
        with journaled as (
            insert into bank.operations (
                reference, repeat, payment_id, operation, original_reference, authorization_id, amount, currency, card_last4, approved,
                network_code, reason, authorization_code, avs_result, cvc_result, amount_approved, amount_released, at,
                chargeback_reason, chargeback_after_seconds, settlement_fault)
            select unnest($1::text[]), unnest($2::bool[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]), unnest($6::bigint[]),
                unnest($7::bigint[]), unnest($8::text[]), unnest($9::text[]), unnest($10::bool[]), unnest($11::text[]), unnest($12::text[]),
                unnest($13::text[]), unnest($14::text[]), unnest($15::text[]), unnest($16::bigint[]), unnest($17::bigint[]), unnest($18::timestamptz[]),
                unnest($19::text[]), unnest($20::int[]), unnest($21::text[])
            on conflict (reference) where not repeat do nothing
            returning id, reference, operation, approved, amount_approved),
        opened as (
            insert into bank.authorizations (id, state, authorized, captured, refunded, version)
            select id,
                case operation when 'sale' then 'captured' else 'open' end,
                amount_approved,
                case operation when 'sale' then amount_approved else 0 end,
                0, 1
            from journaled
            where approved and operation in ('authorize', 'sale'))
        select reference from journaled
        """;

    /// <summary>What issuers remember of authorizations that have just been opened; one that has moved on knows it already.</summary>
    public const string RememberScripts =
        """
        update bank.authorizations a set refunds = n.refunds, hold_until = n.hold_until
        from unnest($1::text[], $2::text[], $3::timestamptz[]) as n(reference, refunds, hold_until)
        join bank.operations o on o.reference = n.reference and not o.repeat
        where a.id = o.id and a.version = 1
        """;

    public const string SelectRows = $"select {RowColumns} from bank.operations where reference = any($1) and not repeat";

    /// <summary>Locks in the order of ids, so that two banks on one database never wait for each other in a circle.</summary>
    public const string LockAuthorizations =
        """
        select id, state, authorized, captured, refunded, version, refunds, refunds_put_off, hold_until, charged_back from bank.authorizations
        where id in (select coalesce(authorization_id, id) from bank.operations where reference = any($1) and not repeat)
        order by id for update
        """;

    public const string SelectTakenBack =
        """
        select original_reference from bank.operations
        where original_reference = any($1) and operation in ('refund_reversal', 'chargeback_reversal') and approved and not repeat
        """;

    public const string UpdateAuthorizations =
        """
        update bank.authorizations a
        set state = n.state, authorized = n.authorized, captured = n.captured, refunded = n.refunded, charged_back = n.charged_back,
            refunds_put_off = n.refunds_put_off,
            version = n.version + 1
        from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::int[], $8::bigint[])
            as n(id, state, authorized, captured, refunded, charged_back, refunds_put_off, version)
        where a.id = n.id and a.version = n.version
        """;
}
