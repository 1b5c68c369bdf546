using System.Collections.Immutable;

namespace PayGate.Grains.Journal;

/// <summary>
/// What belongs to a fact and must be erasable, as personal data must: it stands beside the fact and is not covered by its hash, so that it can be taken away
/// while the chain stays whole. <see cref="IndexRow.Id"/> is the stream.
/// </summary>
public sealed record FactDetailsRow : IndexRow
{
    public required long Seq { get; init; }

    /// <summary>JSON text.</summary>
    public required string Data { get; init; }
}

internal static class FactDetails
{
    /// <summary>The rows of those facts that have details.</summary>
    public static ImmutableArray<IndexRow> DetailsOf<TFact>(this JournalFrame frame, IReadOnlyList<TFact> facts, Func<TFact, string?> write) =>
    [
        .. frame.Facts.Zip(facts, (row, fact) => (Row: row, Data: write(fact))).Where(pair => pair.Data is not null)
            .Select(pair => new FactDetailsRow { Id = frame.Id, MerchantId = pair.Row.MerchantId, Seq = pair.Row.Seq, Data = pair.Data! }),
    ];
}
