using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.CardTokens;
using PayGate.Grains.Keys;

namespace PayGate.Grains.CardTokens;

/// <summary>
/// The stored form of a handle: versioned JSON, ciphertexts in base64. The holder's name is left out of the billing details, because it is stored encrypted
/// with the card; the activation puts it back. Members may be added; anything else needs a new version with a reader for the old one.
/// </summary>
public static class CardTokenStorage
{
    private const int CurrentVersion = 1;

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

    public static (string Type, string Data) WriteFact(CardTokenEvent fact) => fact switch
    {
        CardTokenCreated created => ("card_token.created", JsonSerializer.Serialize(created, CardTokenJson.Default.CardTokenCreated)),
        CardTokenUsed used => ("card_token.used", JsonSerializer.Serialize(used, CardTokenJson.Default.CardTokenUsed)),
        CardTokenExpired expired => ("card_token.expired", JsonSerializer.Serialize(expired, CardTokenJson.Default.CardTokenExpired)),
        CardTokenRevoked revoked => ("card_token.revoked", JsonSerializer.Serialize(revoked, CardTokenJson.Default.CardTokenRevoked)),
        _ => throw new InvalidOperationException($"The fact {fact.GetType().Name} has no stored name."),
    };
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
    Converters = [typeof(SnakeCaseEnumConverter<CardTokenStatus>)])]
[JsonSerializable(typeof(StoredCardToken))]
[JsonSerializable(typeof(CardTokenCreated))]
[JsonSerializable(typeof(CardTokenUsed))]
[JsonSerializable(typeof(CardTokenExpired))]
[JsonSerializable(typeof(CardTokenRevoked))]
internal sealed partial class CardTokenJson : JsonSerializerContext;
