using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Cards;

/// <summary>
/// A card as it crosses grain calls: AES-256-GCM under a versioned transport key, bound to merchant and use by the additional data. The API seals it the
/// moment it is parsed; only the silo's vault and the bank port open it. It is never stored.
/// </summary>
[GenerateSerializer, Alias("paygate.sealed-card"), JsonConverter(typeof(SealedCardJsonConverter))]
public sealed record SealedCard
{
    [Id(0)]
    public required int KeyVersion { get; init; }

    /// <summary>96 random bits.</summary>
    [Id(1)]
    public required byte[] Nonce { get; init; }

    /// <summary>Ciphertext followed by the 16-byte tag.</summary>
    [Id(2)]
    public required byte[] Ciphertext { get; init; }

    public override string ToString() => "SealedCard(***)";
}

/// <summary>Refuses both directions: JSON is what is stored and shown, and a sealed card is neither, with or without its key.</summary>
internal sealed class SealedCardJsonConverter : JsonConverter<SealedCard>
{
    private const string Reason = "A sealed card is neither written to JSON nor read from it.";

    public override SealedCard Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException(Reason);

    public override void Write(Utf8JsonWriter writer, SealedCard value, JsonSerializerOptions options) => throw new NotSupportedException(Reason);
}
