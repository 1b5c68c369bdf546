namespace PayGate.Grains.Clocks;

/// <summary>What is due in all shards together, for who walks from one due time to the next.</summary>
public interface IDueTimes
{
    /// <summary>What is due by now, of each shard the longest overdue, a bounded number.</summary>
    Task<IReadOnlyList<DueRow>> Find(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The earliest due time after an instant, or null.</summary>
    Task<DateTimeOffset?> FindNext(DateTimeOffset after, CancellationToken cancellationToken);
}

/// <summary>An actor and when it wants to be woken.</summary>
public readonly record struct DueRow(short Shard, string Id, DateTimeOffset DueAt);
