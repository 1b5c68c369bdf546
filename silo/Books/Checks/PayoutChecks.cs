namespace PayGate.Silo.Books.Checks;

internal static class PayoutChecks
{
    public static IEnumerable<BooksCheck> All { get; } =
    [
        new("in_payout_equals_open_payouts",
            """
            , booked as (
              select merchant_id, currency, sum(credit - debit) as amount from audit.ledger_entries where account = 'merchant_in_payout' group by merchant_id, currency),
            open as (
              select merchant_id, currency, sum(amount) as amount from audit.payouts where status in ('pending', 'in_transit') group by merchant_id, currency)
            select coalesce(b.merchant_id, o.merchant_id), format('%s: booked %s, open %s', coalesce(b.currency, o.currency), b.amount, o.amount)
            from booked b full join open o on o.merchant_id = b.merchant_id and o.currency = b.currency
            where coalesce(b.amount, 0) <> coalesce(o.amount, 0)
            """),
        new("paid_payouts_equal_cash",
            """
            , booked as (
              select source_id, sum(credit - debit) as amount from audit.ledger_entries where account = 'cash' and source_type = 'payout_paid' group by source_id)
            select coalesce(b.source_id, p.id), format('booked %s, paid %s', b.amount, p.amount)
            from booked b full join (select id, amount from audit.payouts where status = 'paid') p on p.id = b.source_id
            where b.amount is distinct from p.amount
            """),
        // Accepted before the gateway has learnt of it is in transit; what the bank took never comes back, and nothing is paid that it did not take.
        new("bank_transfers_equal_payouts",
            """
            select coalesce(t.reference, p.id), format('bank %s %s %s, payout %s %s %s', t.outcome, t.amount, t.currency, p.status, p.amount, p.currency)
            from audit.bank_transfers t full join audit.payouts p on p.id = t.reference
            where case
              when t.reference is null then p.status in ('paid', 'failed')
              when p.id is null then true
              else t.amount <> p.amount or t.currency <> p.currency
                or p.status not in ('in_transit', case t.outcome when 'accepted' then 'paid' else 'failed' end)
              end
            """),
        new("statement_is_the_available_account",
            """
            , lines as (
              select *, lag(balance, 1, 0::bigint) over statement as before, row_number() over statement as place
              from audit.available_movements window statement as (partition by merchant_id, livemode, currency order by seq)),
            booked as (
              select merchant_id, currency, source_type, source_id, sum(credit - debit) as amount
              from audit.ledger_entries where account = 'merchant_available' group by merchant_id, currency, source_type, source_id)
            select merchant_id, format('%s line %s: %s, then %s, then %s', currency, seq, before, amount, balance)
            from lines where seq <> place or balance <> before + amount
            union all
            select coalesce(b.source_id, l.source_id), format('booked %s, in the statement %s', b.amount, l.amount)
            from booked b full join lines l using (merchant_id, currency, source_type, source_id)
            where b.amount is distinct from l.amount
            union all
            select source_id, format('took %s, left %s of which %s were held back', -amount, balance, held) from lines where source_type = 'payout' and balance < held
            """),
    ];
}
