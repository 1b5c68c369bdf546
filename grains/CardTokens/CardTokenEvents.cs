using System.Text.Json.Serialization;
using PayGate.Cards;

namespace PayGate.Grains.CardTokens;

/// <summary>
/// The facts of a handle's stream. They are stored as JSON and hashed: members are added, never renamed or removed. Facts are for ever while a card and its
/// holder must be erasable, so ciphertexts and contact data are part of the state only.
/// </summary>
public abstract record CardTokenEvent
{
    public required DateTimeOffset At { get; init; }
}

public sealed record CardTokenCreated : CardTokenEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required CardDisplay Card { get; init; }

    public required bool Reusable { get; init; }

    public required bool CvcGiven { get; init; }

    public required int KeyVersion { get; init; }

    /// <summary>Set for a handle that is made for one payment.</summary>
    public string? Consumer { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    [JsonIgnore]
    public NewCard? New { get; init; }
}

public sealed record CardTokenUsed : CardTokenEvent
{
    public required string Consumer { get; init; }
}

public sealed record CardTokenExpired : CardTokenEvent;

public sealed record CardTokenRevoked : CardTokenEvent;
