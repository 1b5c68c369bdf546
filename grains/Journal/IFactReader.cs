namespace PayGate.Grains.Journal;

/// <summary>Reads stored facts and frozen public events.</summary>
public interface IFactReader
{
    /// <summary>The facts of a stream from its first to <paramref name="lastSeq"/>, in order; empty for an unknown stream.</summary>
    Task<IReadOnlyList<StoredFact>> Facts(string streamId, long lastSeq, CancellationToken cancellationToken);

    /// <summary>Frozen bodies by event id; missing ones are left out.</summary>
    Task<Dictionary<string, byte[]>> Frozen(IReadOnlyList<string> eventIds, CancellationToken cancellationToken);

    /// <summary>Freezes bodies; where another froze the same event first, its bytes stay and are returned.</summary>
    Task<Dictionary<string, byte[]>> Freeze(string merchantId, IReadOnlyDictionary<string, byte[]> bodies, CancellationToken cancellationToken);
}

/// <param name="Seq">Its number in the stream.</param>
/// <param name="Type">Its stored name.</param>
/// <param name="Data">JSON text.</param>
/// <param name="At">When it happened.</param>
/// <param name="Details">What stands beside the fact (<see cref="FactDetailsRow"/>); null where there is nothing, or nothing any more.</param>
public sealed record StoredFact(long Seq, string Type, string Data, DateTimeOffset At, string? Details = null);
