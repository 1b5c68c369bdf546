using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.PaymentLinks;

/// <summary>
/// The stored form of a link: versioned JSON, written by the silo and read by the silo and by the API. Members may be added; anything else needs a new version
/// with a reader for the old one.
/// </summary>
public static class PaymentLinkStorage
{
    private const int CurrentVersion = 1;

    private static readonly PaymentLinkJson Json = new(StoredText.OptionsOf(PaymentLinkJson.Default));

    public static byte[] Write(PaymentLink link) =>
        JsonSerializer.SerializeToUtf8Bytes(new StoredPaymentLink { V = CurrentVersion, Link = link }, Json.StoredPaymentLink);

    public static PaymentLink Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize(json, Json.StoredPaymentLink);
        return stored is { V: CurrentVersion, Link: { } link }
            ? link
            : throw new JsonException($"A stored link has version {stored?.V}; this build reads {CurrentVersion}.");
    }
}

internal sealed record StoredPaymentLink
{
    public required int V { get; init; }

    public required PaymentLink Link { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(StoredPaymentLink))]
internal sealed partial class PaymentLinkJson : JsonSerializerContext;
