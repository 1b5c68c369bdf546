using PayGate.Grains.Journal;

namespace PayGate.Grains.CardTokens;

/// <summary>Head row of a handle: typed columns for lists, constraints and audit beside the whole state, which holds the ciphertexts.</summary>
public sealed record CardTokenRow : HeadRow
{
    public override StreamKind Kind => StreamKind.CardToken;

    public required bool Livemode { get; init; }

    /// <summary>active, used, expired or revoked.</summary>
    public required string Status { get; init; }

    public required bool Reusable { get; init; }

    public string? Consumer { get; init; }

    /// <summary>Whose saved card it is.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Whose saved card it was.</summary>
    public string? DetachedFrom { get; init; }

    /// <summary>32 bytes; the vault entry that the handle belongs to.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>The merchant's key version that the fields are encrypted under; null once the card was erased, like the nonces.</summary>
    public int? KeyVersion { get; init; }

    public byte[]? NumberNonce { get; init; }

    public byte[]? ExpiryNonce { get; init; }

    public byte[]? HolderNonce { get; init; }

    public required DateTimeOffset Created { get; init; }
}

/// <summary>
/// One card of one merchant and mode, known by its fingerprint only. Inserted if it is missing: a second handle of the same card meets the first one's entry.
/// <see cref="IndexRow.Id"/> is the handle that brought it first.
/// </summary>
public sealed record VaultEntryRow : IndexRow
{
    public required bool Livemode { get; init; }

    public required byte[] Fingerprint { get; init; }

    public required DateTimeOffset Created { get; init; }
}
