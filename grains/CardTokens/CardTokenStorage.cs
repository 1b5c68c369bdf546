using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.CardTokens;
using PayGate.Grains.Keys;

namespace PayGate.Grains.CardTokens;

/// <summary>
/// The stored form of a handle: versioned JSON, ciphertexts in base64. The holder's name is left out of the billing details, because it is stored encrypted
/// with the card; an activation puts it back when it is asked for. Members may be added; anything else needs a new version with a reader for the old one.
/// </summary>
public static class CardTokenStorage
{
    private const int CurrentVersion = 1;

    private static readonly Dictionary<string, JsonTypeInfo> ByName = new(StringComparer.Ordinal)
    {
        ["card_token.created"] = CardTokenJson.Default.CardTokenCreated,
        ["card_token.used"] = CardTokenJson.Default.CardTokenUsed,
        ["card_token.accessed"] = CardTokenJson.Default.CardTokenAccessed,
        ["card_token.attached"] = CardTokenJson.Default.CardTokenAttached,
        ["card_token.set_up"] = CardTokenJson.Default.CardTokenSetUp,
        ["card_token.declined"] = CardTokenJson.Default.CardTokenDeclined,
        ["card_token.updated"] = CardTokenJson.Default.CardTokenUpdated,
        ["card_token.detached"] = CardTokenJson.Default.CardTokenDetached,
        ["card_token.rewrapped"] = CardTokenJson.Default.CardTokenRewrapped,
        ["card_token.erased"] = CardTokenJson.Default.CardTokenErased,
        ["card_token.expired"] = CardTokenJson.Default.CardTokenExpired,
        ["card_token.revoked"] = CardTokenJson.Default.CardTokenRevoked,
    };

    private static readonly Dictionary<Type, string> Names = ByName.ToDictionary(pair => pair.Value.Type, pair => pair.Key);

    public static byte[] Write(CardTokenState state)
    {
        var nameless = state with { Token = state.Token with { Billing = state.Token.Billing with { Name = null } } };
        return JsonSerializer.SerializeToUtf8Bytes(new StoredCardToken { V = CurrentVersion, CardToken = nameless }, CardTokenJson.Default.StoredCardToken);
    }

    public static CardTokenState Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize(json, CardTokenJson.Default.StoredCardToken);
        return stored is { V: CurrentVersion, CardToken: { } token }
            ? token
            : throw new JsonException($"A stored card token has version {stored?.V}; this build reads {CurrentVersion}.");
    }

    public static (string Type, string Data) WriteFact(CardTokenEvent fact) =>
        Names.TryGetValue(fact.GetType(), out var name)
            ? (name, JsonSerializer.Serialize(fact, ByName[name]))
            : throw new InvalidOperationException($"The fact {fact.GetType().Name} has no stored name.");

    /// <summary>A stored fact, with what stands beside it if anything still does. It never holds a card.</summary>
    public static CardTokenEvent ReadFact(string name, string data, string? details)
    {
        var fact = ByName.TryGetValue(name, out var type)
            ? (CardTokenEvent)JsonSerializer.Deserialize(data, type)!
            : throw new JsonException($"No fact of a card token is called '{name}'.");
        return (fact, details) switch
        {
            (CardTokenAttached attached, { } text) => attached with { Details = ReadDetails(text) },
            (CardTokenUpdated updated, { } text) => updated with { Details = ReadDetails(text) },
            _ => fact,
        };
    }

    /// <summary>What stands beside a fact; null when nothing does.</summary>
    public static string? WriteDetails(CardTokenEvent fact) => fact switch
    {
        CardTokenAttached { Details: { } details } => JsonSerializer.Serialize(details, CardTokenJson.Default.CardTokenDetails),
        CardTokenUpdated { Details: { } details } => JsonSerializer.Serialize(details, CardTokenJson.Default.CardTokenDetails),
        _ => null,
    };

    private static CardTokenDetails ReadDetails(string text) => JsonSerializer.Deserialize(text, CardTokenJson.Default.CardTokenDetails)!;
}

internal sealed record StoredCardToken
{
    public required int V { get; init; }

    public required CardTokenState CardToken { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(SnakeCaseEnumConverter<CardTokenStatus>), typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(StoredCardToken))]
[JsonSerializable(typeof(CardTokenCreated))]
[JsonSerializable(typeof(CardTokenUsed))]
[JsonSerializable(typeof(CardTokenAccessed))]
[JsonSerializable(typeof(CardTokenAttached))]
[JsonSerializable(typeof(CardTokenSetUp))]
[JsonSerializable(typeof(CardTokenDeclined))]
[JsonSerializable(typeof(CardTokenUpdated))]
[JsonSerializable(typeof(CardTokenDetached))]
[JsonSerializable(typeof(CardTokenDetails))]
[JsonSerializable(typeof(CardTokenRewrapped))]
[JsonSerializable(typeof(CardTokenErased))]
[JsonSerializable(typeof(CardTokenExpired))]
[JsonSerializable(typeof(CardTokenRevoked))]
internal sealed partial class CardTokenJson : JsonSerializerContext;
