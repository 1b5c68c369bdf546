namespace PayGate.Silo.Books.Checks;

internal static class LedgerChecks
{
    public static IEnumerable<BooksCheck> All { get; } =
    [
        new("ledger_transaction_balances",
            """
            select txn_id, format('%s: debit %s, credit %s', currency, sum(debit), sum(credit))
            from audit.ledger_entries
            group by txn_id, currency
            having sum(debit) <> sum(credit)
            """),
        new("ledger_entry_one_sided",
            """
            select txn_id, format('entry %s of %s: debit %s, credit %s', seq, account, debit, credit)
            from audit.ledger_entries
            where ((debit > 0 and credit = 0) or (credit > 0 and debit = 0)) is not true
            """),
        new("ledger_one_transaction_per_movement",
            """
            , captures as (
              select payment_id, count(distinct txn_id) as booked from audit.ledger_entries where source_type = 'capture' group by payment_id),
            refunds as (
              select payment_id, count(distinct txn_id) as booked from audit.ledger_entries where source_type = 'refund' group by payment_id),
            disputes as (
              select payment_id, count(distinct txn_id) filter (where source_type = 'dispute') as withdrawn,
                count(distinct txn_id) filter (where source_type = 'dispute_reinstated') as returned
              from audit.ledger_entries where source_type in ('dispute', 'dispute_reinstated') group by payment_id),
            disputed as (
              select stream_id, count(*) filter (where type = 'payment_dispute.opened') as opened,
                count(*) filter (where type = 'payment_dispute.reinstated') as won
              from audit.events where type in ('payment_dispute.opened', 'payment_dispute.reinstated') group by stream_id),
            refunded as (
              select stream_id, count(*) as done from audit.events where type = 'refund.succeeded' group by stream_id)
            select source_type || ':' || source_id, format('%s transactions', count(distinct txn_id))
            from audit.ledger_entries group by source_type, source_id having count(distinct txn_id) > 1
            union all
            select txn_id, format('%s entries are number %s', count(*), seq)
            from audit.ledger_entries group by txn_id, seq having count(*) > 1
            union all
            select coalesce(p.id, c.payment_id), format('captured %s, booked %s times', p.amount_captured, coalesce(c.booked, 0))
            from audit.payments p full join captures c on c.payment_id = p.id
            where (coalesce(c.booked, 0) = (p.amount_captured > 0)::int) is not true
            union all
            select coalesce(r.stream_id, b.payment_id), format('%s refunds, %s booked', coalesce(r.done, 0), coalesce(b.booked, 0))
            from refunded r full join refunds b on b.payment_id = r.stream_id
            where coalesce(r.done, 0) <> coalesce(b.booked, 0)
            union all
            select coalesce(d.stream_id, b.payment_id),
              format('%s disputes, %s won, %s withdrawn, %s returned', coalesce(d.opened, 0), coalesce(d.won, 0), coalesce(b.withdrawn, 0), coalesce(b.returned, 0))
            from disputed d full join disputes b on b.payment_id = d.stream_id
            where (coalesce(d.opened, 0), coalesce(d.won, 0)) <> (coalesce(b.withdrawn, 0), coalesce(b.returned, 0))
            """),
        // A dispute that is won brings back what it took, in every account; only the fee is kept, under a source of its own.
        new("reinstated_as_withdrawn",
            """
            , moved as (
              select source_id, account, currency,
                sum(debit - credit) filter (where source_type in ('dispute', 'conversion')) as withdrawn,
                sum(credit - debit) filter (where source_type in ('dispute_reinstated', 'conversion_reinstated')) as returned,
                bool_or(source_type = 'dispute_reinstated') over (partition by source_id) as won
              from audit.ledger_entries
              where source_id like 'dp_%' and source_type <> 'dispute_fee'
              group by source_id, account, currency, source_type)
            select source_id, format('%s in %s: withdrawn %s, returned %s', account, currency, sum(withdrawn), sum(returned))
            from moved
            where won
            group by source_id, account, currency
            having coalesce(sum(withdrawn), 0) <> coalesce(sum(returned), 0)
            """),
        // What the network pays us leaves the account again, and belongs to no single payment.
        new("acquirer_clearing_equals_captures",
            """
            , clearing as (
              select payment_id, currency, sum(debit - credit) as owed
              from audit.ledger_entries
              where account = 'acquirer_clearing' and source_type <> 'bank_settlement'
              group by payment_id, currency)
            select coalesce(p.id, c.payment_id, 'no payment'),
              format('%s: captured %s less refunded %s and disputed %s, booked %s',
                coalesce(p.currency, c.currency), p.amount_captured, p.amount_refunded, p.amount_disputed, c.owed)
            from audit.payments p
            full join clearing c on c.payment_id = p.id and c.currency = p.currency
            where (coalesce(c.owed, 0) = p.amount_captured - p.amount_refunded - p.amount_disputed) is not true
            """),
    ];
}
