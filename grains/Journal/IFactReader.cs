namespace PayGate.Grains.Journal;

/// <summary>Reads stored facts and frozen public events.</summary>
public interface IFactReader
{
    /// <summary>The facts of a stream from its first to <paramref name="lastSeq"/>, in order; empty for an unknown stream.</summary>
    Task<IReadOnlyList<StoredFact>> Facts(string streamId, long lastSeq, CancellationToken cancellationToken);

    /// <summary>Frozen bodies by event id; missing ones are left out.</summary>
    Task<Dictionary<string, byte[]>> Frozen(IReadOnlyList<string> eventIds, CancellationToken cancellationToken);

    /// <summary>Whether the personal data of a stream's facts were erased.</summary>
    Task<bool> IsErased(string streamId, CancellationToken cancellationToken);

    /// <summary>
    /// Freezes bodies of one stream; where another froze the same event first, its bytes stay and are returned. What was rendered before the stream was erased is not
    /// frozen after it: those bodies are missing from the answer, and have to be rendered again.
    /// </summary>
    /// <param name="merchantId">Whose they are.</param>
    /// <param name="erased">What <see cref="IsErased"/> said before the facts were read.</param>
    /// <param name="bodies">By event id; not empty.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<Dictionary<string, byte[]>> Freeze(
        string merchantId, bool erased, IReadOnlyDictionary<string, byte[]> bodies, CancellationToken cancellationToken);
}

/// <param name="Seq">Its number in the stream.</param>
/// <param name="Type">Its stored name.</param>
/// <param name="Data">JSON text.</param>
/// <param name="At">When it happened.</param>
/// <param name="Details">What stands beside the fact (<see cref="FactDetailsRow"/>); null where there is nothing, or nothing any more.</param>
public sealed record StoredFact(long Seq, string Type, string Data, DateTimeOffset At, string? Details = null);
