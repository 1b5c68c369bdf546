using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.PaymentIntents;

/// <summary>
/// The stored form of a payment: versioned JSON, written by the silo and read by the silo and by the API's lists. Members may be added; a renamed or
/// retyped member needs a new version with a reader for the old one (golden files in the tests keep every old form readable).
/// </summary>
public static class PaymentIntentStorage
{
    private const int CurrentVersion = 1;

    public static byte[] Write(PaymentIntent intent) =>
        JsonSerializer.SerializeToUtf8Bytes(new StoredPaymentIntent { V = CurrentVersion, Intent = intent }, StoredJson.Default.StoredPaymentIntent);

    public static PaymentIntent Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize(json, StoredJson.Default.StoredPaymentIntent);
        return stored is { V: CurrentVersion, Intent: { } intent }
            ? intent
            : throw new JsonException($"A stored payment has version {stored?.V}; this build reads {CurrentVersion}.");
    }
}

internal sealed record StoredPaymentIntent
{
    public required int V { get; init; }

    public required PaymentIntent Intent { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(StoredPaymentIntent))]
internal sealed partial class StoredJson : JsonSerializerContext;
