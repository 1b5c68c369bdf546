namespace PayGate.Silo.Books.Checks;

internal static class IdempotencyChecks
{
    public static IEnumerable<BooksCheck> All { get; } =
    [
        // Records are pruned after 24 hours; younger payments must be the very object that their key is on record for.
        new("one_resource_per_idempotency_key",
            """
            select key, format('%s records of %s: %s', count(*), merchant_id, string_agg(resource_id, ', '))
            from audit.idempotency
            group by merchant_id, livemode, key
            having count(*) > 1
            union all
            select p.id, format('made under key %s, which is not on record for it', p.idempotency_key)
            from audit.payments p
            where p.idempotency_key is not null and p.created > now() - interval '23 hours'
              and not exists (
                select from audit.idempotency i where i.merchant_id = p.merchant_id and i.key = p.idempotency_key and i.resource_id = p.id)
            """),
        // A claim and its completion share their commits with the beginning and the end of the operation.
        new("idempotency_ends_with_operation",
            """
            select key, format('in progress for %s, which is not', resource_id)
            from audit.idempotency
            where state = 'in_progress'
              and resource_id not in (select id from in_flight)
              and not exists (
                select from audit.events e join in_flight f on f.id = e.stream_id
                where e.type = 'refund.started' and e.data ->> 'refund_id' = resource_id)
            """),
    ];
}
