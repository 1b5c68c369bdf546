namespace PayGate.Grains.DueWork;

/// <summary>Finds what is due, without holding locks.</summary>
public interface IDueRows
{
    /// <summary>Ids of actors of a shard whose time has come, the longest overdue first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<string>> Find(short shard, DateTimeOffset now, int limit, CancellationToken cancellationToken);
}
