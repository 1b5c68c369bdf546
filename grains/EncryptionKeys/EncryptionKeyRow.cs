using PayGate.Grains.Journal;

namespace PayGate.Grains.EncryptionKeys;

/// <summary>
/// Head row of a key. One row per merchant and purpose names the one active version, so that two active ones cannot be stored.
/// </summary>
public sealed record EncryptionKeyRow : HeadRow
{
    public override StreamKind Kind => StreamKind.EncryptionKey;

    public required string Purpose { get; init; }

    public required int ActiveVersion { get; init; }

    /// <summary>Of the active version.</summary>
    public required long Encryptions { get; init; }

    public required DateTimeOffset ActiveSince { get; init; }
}
