namespace PayGate.Grains.Journal;

/// <summary>What a book needs to know of one kind of actor: how its state is read, changed by facts and written.</summary>
internal interface IStream<TState, TFact>
    where TState : class
{
    StreamKind Kind { get; }

    /// <summary>What it means when a unique rule of the database refuses a commit that no other activation's stands behind; null where that can only be a bug.</summary>
    Refusal? KeyTaken => null;

    ValueTask<TState> Read(byte[] stored, CancellationToken cancellationToken);

    TState Apply(TState? state, TFact fact);

    (string Type, string Data) WriteFact(TFact fact);

    /// <summary>Head and index rows; facts, expected version and idempotency are the book's.</summary>
    JournalCommit Commit(TState next, IReadOnlyList<TFact> facts, JournalFrame frame);
}

/// <summary>The part of a commit that is the same for every actor.</summary>
internal sealed record JournalFrame(string Id, long ExpectedVersion, System.Collections.Immutable.ImmutableArray<FactRow> Facts)
{
    public FactRow Last => Facts[^1];
}
