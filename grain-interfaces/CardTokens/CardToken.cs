using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PayGate.Cards;
using PayGate.PaymentIntents;

namespace PayGate.CardTokens;

/// <summary>The life of a handle; the legal moves are in the decider's table (grains/CardTokens/README.md).</summary>
public enum CardTokenStatus
{
    /// <summary>May be used; a reusable handle stays so.</summary>
    Active,

    /// <summary>A single-use handle that belongs to one consumer now.</summary>
    Used,

    /// <summary>Not used in time. The card is erased from it.</summary>
    Expired,

    /// <summary>Taken back by its merchant. The card is erased from it.</summary>
    Revoked,
}

/// <summary>What may be shown of a handle (<c>pm_…</c> or <c>tok_…</c>) as last committed: no number, no CVC, no ciphertext.</summary>
[GenerateSerializer, Alias("paygate.card-token"), Immutable]
public sealed record CardToken
{
    /// <summary>A single-use handle that nobody used lapses after this time, so that cards are not kept for nothing.</summary>
    public static readonly TimeSpan UnusedLifetime = TimeSpan.FromHours(24);

    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    [Id(2)]
    public required CardTokenStatus Status { get; init; }

    [Id(3)]
    public required CardDisplay Card { get; init; }

    [Id(4)]
    public required BillingDetails Billing { get; init; }

    [Id(5)]
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    [Id(6)]
    public required bool Reusable { get; init; }

    /// <summary>Who used a single-use handle: a payment intent, or the payment method that was made of a token.</summary>
    [Id(7)]
    public string? Consumer { get; init; }

    /// <summary>True when a CVC came with the card, whether or not it is still there.</summary>
    [Id(8)]
    public required bool CvcGiven { get; init; }

    [Id(9)]
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it lapses if it was not used; null for reusable ones.</summary>
    [Id(10)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whose saved card it is: <c>cus_…</c>, or null. Set once, and taken away for good when the card is detached.</summary>
    [Id(11)]
    public string? Customer { get; init; }

    /// <summary>always or limited; null for unspecified.</summary>
    [Id(12)]
    public string? AllowRedisplay { get; init; }

    /// <summary>What the bank said of the CVC when the card was verified; null before.</summary>
    [Id(13)]
    public string? CvcResult { get; init; }

    /// <summary>What a setup made the saved card ready for: off_session or on_session; null when none did.</summary>
    [Id(14)]
    public string? SetUpFor { get; init; }

    /// <summary>How often the card was taken out for a bank or for another handle; each time is on record (<see cref="CardAccess"/>).</summary>
    [Id(15), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long UseCount { get; init; }

    /// <summary>When it was last taken out; null when it never was.</summary>
    [Id(16)]
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>True where <see cref="Billing"/> lacks the holder's name because it is encrypted: <see cref="ICardTokenGrain.Show"/> gives it.</summary>
    [Id(17), JsonIgnore]
    public bool HolderHidden { get; init; }

    /// <summary>Whose saved card it was until it was detached.</summary>
    [Id(18)]
    public string? DetachedFrom { get; init; }

    /// <summary>Its customer was erased, and with it all that was personal here.</summary>
    [Id(19), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Erased { get; init; }
}

/// <summary>Contact data given with a card. The name is the card's holder: it is stored encrypted with the card, not with the rest.</summary>
[GenerateSerializer, Alias("paygate.billing-details"), Immutable]
public sealed record BillingDetails
{
    public static readonly BillingDetails None = new();

    [Id(0)]
    public string? Name { get; init; }

    [Id(1)]
    public string? Email { get; init; }

    [Id(2)]
    public string? Phone { get; init; }

    [Id(3)]
    public PostalAddress? Address { get; init; }
}

[GenerateSerializer, Alias("paygate.postal-address"), Immutable]
public sealed record PostalAddress
{
    [Id(0)]
    public string? Line1 { get; init; }

    [Id(1)]
    public string? Line2 { get; init; }

    [Id(2)]
    public string? City { get; init; }

    [Id(3)]
    public string? State { get; init; }

    [Id(4)]
    public string? PostalCode { get; init; }

    /// <summary>ISO 3166-1 alpha-2, as given.</summary>
    [Id(5)]
    public string? Country { get; init; }
}
