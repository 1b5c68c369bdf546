using System.Text.Json.Serialization;
using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.Grains.Keys;
using PayGate.PaymentIntents;

namespace PayGate.Grains.CardTokens;

/// <summary>
/// The facts of a handle's stream. They are stored as JSON and hashed: members are added, never renamed or removed. Facts are for ever while a card and its
/// holder must be erasable, so ciphertexts and contact data are part of the state only.
/// </summary>
public abstract record CardTokenEvent
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Why the card was decrypted with this fact; null where it was not. Facts are the record of accesses: nobody may change or remove one.</summary>
    public CardAccess? Access { get; init; }
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

    /// <summary>The request whose recorded answer shows the card; null where it has no idempotency key, and for a card that came with a payment.</summary>
    public RequestInfo? Request { get; init; }

    [JsonIgnore]
    public NewCard? New { get; init; }
}

public sealed record CardTokenUsed : CardTokenEvent
{
    public required string Consumer { get; init; }
}

/// <summary>The card was decrypted, and nothing else changed.</summary>
public sealed record CardTokenAccessed : CardTokenEvent
{
    /// <summary>The holder's name, known to this process from here on.</summary>
    [JsonIgnore]
    public string? Holder { get; init; }
}

/// <summary>One customer's saved card from here on.</summary>
public sealed record CardTokenAttached : CardTokenEvent
{
    public required string Customer { get; init; }

    public required BankAnswer Verification { get; init; }

    public required RequestInfo Request { get; init; }

    /// <summary>What an event shows of the handle besides its facts; it stands beside the fact, where it can be erased.</summary>
    [JsonIgnore]
    public CardTokenDetails? Details { get; init; }
}

/// <summary>A setup, or a payment that asked for it, made the saved card ready for later payments.</summary>
public sealed record CardTokenSetUp : CardTokenEvent
{
    public string? SetupIntent { get; init; }

    public string? PaymentIntent { get; init; }

    /// <summary>off_session or on_session.</summary>
    public required string Usage { get; init; }
}

/// <summary>The bank declined to verify the card; the handle stays what it was.</summary>
public sealed record CardTokenDeclined : CardTokenEvent
{
    public required string Customer { get; init; }

    public required BankAnswer Verification { get; init; }

    public required RequestInfo Request { get; init; }
}

public sealed record CardTokenUpdated : CardTokenEvent
{
    /// <summary>always, limited or null.</summary>
    public string? AllowRedisplay { get; init; }

    public required RequestInfo Request { get; init; }

    /// <summary>As for <see cref="CardTokenAttached"/>.</summary>
    [JsonIgnore]
    public CardTokenDetails? Details { get; init; }

    /// <summary>The card encrypted anew, under another name of its holder.</summary>
    [JsonIgnore]
    public EncryptedCard? Renamed { get; init; }
}

/// <summary>Taken from its customer; the card is erased.</summary>
public sealed record CardTokenDetached : CardTokenEvent
{
    public required string Customer { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>The card encrypted anew, under a newer version of the merchant's key.</summary>
public sealed record CardTokenRewrapped : CardTokenEvent
{
    public required int KeyVersion { get; init; }

    [JsonIgnore]
    public EncryptedCard? Card { get; init; }
}

/// <summary>The card's customer was erased: card, contact data, metadata and fingerprint left the state, and whatever stood beside the facts.</summary>
public sealed record CardTokenErased : CardTokenEvent;

public sealed record CardTokenExpired : CardTokenEvent;

public sealed record CardTokenRevoked : CardTokenEvent;
