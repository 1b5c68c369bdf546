namespace PayGate.Silo.Books.Checks;

internal static class BankChecks
{
    public static IEnumerable<BooksCheck> All { get; } =
    [
        // An authorization of 0 only checks the card.
        new("one_bank_authorization",
            """
            select payment_id, format('%s approved authorizations less reversals: %s', sum(counted), string_agg(op || ' ' || attempt_key, ', ' order by id))
            from (
              select id, payment_id, op, attempt_key, case op when 'authorize' then 1 else -1 end as counted
              from audit.issuer_ops
              where outcome = 'approved' and op in ('authorize', 'reverse') and amount > 0) movement
            group by payment_id
            having sum(counted) > 1
            """),
        // The gateway keeps the authorized amount of a void and of a partial capture; the bank shows what it gave back as reverse and release.
        new("bank_sums_equal_payments",
            """
            , bank as (
              select payment_id, currency,
                coalesce(sum(amount) filter (where op in ('authorize', 'increment')), 0) as authorized,
                coalesce(sum(amount) filter (where op = 'reverse'), 0) as reversed,
                coalesce(sum(amount) filter (where op = 'capture'), 0) as captured,
                coalesce(sum(amount) filter (where op = 'release'), 0) as released,
                coalesce(sum(amount) filter (where op = 'refund'), 0)
                  - coalesce(sum(amount) filter (where op = 'refund_reversal'), 0) as refunded,
                coalesce(sum(amount) filter (where op = 'chargeback'), 0)
                  - coalesce(sum(amount) filter (where op = 'chargeback_reversal'), 0) as charged_back
              from audit.issuer_ops
              where outcome = 'approved' and amount > 0
              group by payment_id, currency)
            select coalesce(p.id, b.payment_id),
              format('%s %s: gateway authorized %s, captured %s, refunded %s, disputed %s; bank authorized %s, reversed %s, captured %s, released %s, refunded %s, charged back %s',
                coalesce(p.status, 'unknown to the gateway'), coalesce(p.currency, b.currency), p.amount_authorized, p.amount_captured, p.amount_refunded, p.amount_disputed,
                b.authorized, b.reversed, b.captured, b.released, b.refunded, b.charged_back)
            from audit.payments p
            full join bank b on b.payment_id = p.id and b.currency = p.currency
            where coalesce(p.id, b.payment_id) not in (select id from in_flight)
              and (p.id is not null
                and case when p.status = 'canceled'
                    then coalesce(b.authorized, 0) = coalesce(b.reversed, 0) and p.amount_authorized <= coalesce(b.authorized, 0)
                    else coalesce(b.authorized, 0) - coalesce(b.reversed, 0) = p.amount_authorized end
                and coalesce(b.captured, 0) = p.amount_captured
                and coalesce(b.refunded, 0) = p.amount_refunded
                and coalesce(b.charged_back, 0) = p.amount_disputed
                and coalesce(b.released, 0) = case when p.amount_captured > 0 then p.amount_authorized - p.amount_captured else 0 end) is not true
            """),
    ];
}
