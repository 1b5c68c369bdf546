namespace PayGate.Grains.Journal;

/// <summary>
/// The write path of every actor that holds money or keys: one call commits state, events, ledger transfers, idempotency record and due time in one
/// PostgreSQL transaction, or nothing of it. The database decides: an expected version or a claimed key that no longer holds loses.
/// </summary>
public interface IJournal
{
    /// <summary>The stored head of an actor, or null if it was never written.</summary>
    Task<StoredHead?> Load(StreamKind kind, string streamId, CancellationToken cancellationToken);

    /// <summary>
    /// Commits once. A lost version race or a claimed idempotency key comes back as a result; a storage fault throws <see cref="StorageUnavailableException"/>,
    /// after which the caller must drop its memory, because the outcome may be unknown to it.
    /// </summary>
    Task<CommitResult> Commit(JournalCommit commit, CancellationToken cancellationToken);
}

public enum CommitResult
{
    Committed,

    /// <summary>Another activation wrote first: reload and decide again.</summary>
    VersionConflict,

    /// <summary>The idempotency key is already taken: the request was seen before.</summary>
    IdempotencyConflict,

    /// <summary>A unique business rule (for example one active key version) already holds a row.</summary>
    UniqueConflict,

    /// <summary>The lease that the commit takes an amount from is closed, or does not hold as much.</summary>
    LeaseLost,

    /// <summary>The available balance does not cover what the commit takes from it.</summary>
    BalanceInsufficient,
}
