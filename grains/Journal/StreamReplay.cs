using System.Collections.Immutable;

namespace PayGate.Grains.Journal;

/// <summary>Makes again from a stream's facts alone what they must have written.</summary>
public interface IStreamReplay
{
    /// <summary>The first part of the ids of its streams, with the underscore.</summary>
    string Prefix { get; }

    /// <summary>The stream as one commit: its last head, and all rows that its facts brought.</summary>
    /// <param name="rows">All facts of one stream, as they are stored; not empty.</param>
    /// <param name="facts">The same with what stands beside them.</param>
    /// <exception cref="System.Text.Json.JsonException">A fact cannot be read.</exception>
    JournalCommit Replay(ImmutableArray<FactRow> rows, IReadOnlyList<StoredFact> facts);
}

internal sealed class StreamReplay<TState, TFact>(string prefix, IStream<TState, TFact> stream, Func<StoredFact, TFact> read) : IStreamReplay
    where TState : class
{
    public string Prefix => prefix;

    public JournalCommit Replay(ImmutableArray<FactRow> rows, IReadOnlyList<StoredFact> facts)
    {
        TFact[] told = [.. facts.Select(read)];
        var state = told.Aggregate(default(TState?), (state, fact) => stream.Apply(state, fact))!;
        return stream.Commit(state, told, new JournalFrame(rows[0].StreamId, 0, rows));
    }
}
