namespace PayGate.Silo.Books.Checks;

internal static class EventChecks
{
    public static IEnumerable<BooksCheck> All { get; } =
    [
        new("events_numbered_without_gaps",
            """
            select stream_id, format('%s events from %s to %s', count(*), min(seq), max(seq))
            from audit.events
            group by stream_id
            having min(seq) <> 1 or max(seq) <> count(*) or count(distinct seq) <> count(*)
            """),
        new("events_hash_linked",
            """
            select stream_id, format('event %s: %s', seq,
              case when prev_hash is distinct from before then 'its link is not the hash before it' else 'its hash does not fit its text' end)
            from (
              select *, lag(hash) over (partition by stream_id order by seq) as before from audit.events) linked
            where prev_hash is distinct from before
              or hash is distinct from
                sha256(coalesce(prev_hash, ''::bytea) || convert_to(stream_id || '|' || seq || '|' || type || '|' || data::text, 'UTF8'))
            """),
        new("payment_version_is_last_event",
            """
            select p.id, format('version %s, last event %s', p.version, e.last)
            from audit.payments p
            left join (select stream_id, max(seq) as last from audit.events group by stream_id) e on e.stream_id = p.id
            where p.version is distinct from e.last
            """),
    ];
}
