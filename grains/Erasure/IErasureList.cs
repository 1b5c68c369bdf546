using PayGate.Grains.Journal;

namespace PayGate.Grains.Erasure;

/// <summary>The list of erasures outside the database, by which they are applied again to a restored older one. Ids only.</summary>
public interface IErasureList
{
    /// <summary>On disk when this returns.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be written: nothing may be erased, or a restored database would have it back.</exception>
    Task Add(ErasureEntry entry, CancellationToken cancellationToken);
}

/// <param name="Customer"><c>cus_…</c></param>
/// <param name="Merchant">Whose customer.</param>
/// <param name="Livemode">Its mode.</param>
/// <param name="At">When the erasure was ordered.</param>
public sealed record ErasureEntry(string Customer, string Merchant, bool Livemode, DateTimeOffset At);

/// <summary>The same in the database, for silos whose own list lacks it. <see cref="IndexRow.Id"/> is the customer.</summary>
public sealed record ErasureRow : IndexRow
{
    public required bool Livemode { get; init; }

    public required DateTimeOffset OrderedAt { get; init; }
}
