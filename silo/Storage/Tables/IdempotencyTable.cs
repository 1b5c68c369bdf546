using Npgsql;
using NpgsqlTypes;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage.Tables;

/// <summary>Idempotency records: the primary key decides which of two equal requests is executed.</summary>
internal static class IdempotencyTable
{
    /// <summary>By PayGate's clock.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly Column<IdempotencyWrite>[] Key =
    [
        Column<IdempotencyWrite>.Text("scope", write => write.Claim.Scope),
        Column<IdempotencyWrite>.Boolean("livemode", write => write.Claim.Livemode),
        Column<IdempotencyWrite>.Text("key", write => write.Claim.Key),
        Column<IdempotencyWrite>.Text("resource_id", write => write.ResourceId),
        Column<IdempotencyWrite>.Text("state", write => write.Body is null ? "in_progress" : "done"),
        Column<IdempotencyWrite>.Of("status", NpgsqlDbType.Integer, write => write.Status),
        Column<IdempotencyWrite>.Bytes("body", write => write.Body),
    ];

    private static readonly MultiRow<IdempotencyWrite> Claims = new(
        "paygate.idempotency",
        [
            .. Key,
            Column<IdempotencyWrite>.Bytes("request_hash", write => write.Claim.RequestHash),
            Column<IdempotencyWrite>.Text("request_id", write => write.RequestId),
            Column<IdempotencyWrite>.Instant("created", write => write.At),
        ]);

    private static readonly MultiRow<IdempotencyWrite> Completions = new("paygate.idempotency", Key);

    /// <summary>Returns scope, mode and key of the records that were free; one that was answered and is older than 24 hours is free again. An
    /// open one belongs to an operation whose outcome is not known yet, however long that takes.</summary>
    public static NpgsqlBatchCommand Claim(IReadOnlyList<IdempotencyWrite> writes) => Claims.Insert(
        writes,
        """
        on conflict (scope, livemode, key) do update
        set request_hash = excluded.request_hash, request_id = excluded.request_id, state = excluded.state, resource_id = excluded.resource_id, status = excluded.status,
            body = excluded.body, created = excluded.created
        where idempotency.created < excluded.created - interval '24 hours' and idempotency.state = 'done'
        returning scope, livemode, key
        """);

    /// <summary>Returns the records that this resource had claimed and that were still open.</summary>
    public static NpgsqlBatchCommand Complete(IReadOnlyList<IdempotencyWrite> writes) => Completions.Update(
        writes,
        "state = u.state, status = u.status, body = u.body",
        "t.scope = u.scope and t.livemode = u.livemode and t.key = u.key and t.resource_id = u.resource_id and t.state = 'in_progress' "
        + "returning t.scope, t.livemode, t.key");
}
