namespace PayGate.Silo.Books.Checks;

internal static class SettlementChecks
{
    public static IEnumerable<BooksCheck> All { get; } =
    [
        new("movement_in_one_batch",
            """
            select source_type || ':' || source_id, format('%s lines in %s', count(*), string_agg(batch_id, ', '))
            from audit.settlement_lines
            group by source_type, source_id
            having count(*) > 1
            """),
        new("batch_equals_its_lines",
            """
            , lines as (
              select batch_id, sum(net) as net, sum(fee) as fees,
                coalesce(-sum(gross) filter (where source_type in ('dispute', 'dispute_reinstated')), 0) as disputes
              from audit.settlement_lines group by batch_id)
            select coalesce(b.id, l.batch_id),
              format('net %s = %s - %s - %s - %s; lines: net %s, fees %s, disputes %s',
                b.net, b.gross, b.refunds, b.fees, b.disputes, l.net, l.fees, l.disputes)
            from audit.settlement_batches b
            full join lines l on l.batch_id = b.id
            where (b.net = b.gross - b.refunds - b.fees - b.disputes and b.net = coalesce(l.net, 0) and b.fees = coalesce(l.fees, 0)
              and b.disputes = coalesce(l.disputes, 0)) is not true
            """),
    ];
}
