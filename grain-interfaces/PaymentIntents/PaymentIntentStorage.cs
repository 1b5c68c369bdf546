using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.Customers;

namespace PayGate.PaymentIntents;

/// <summary>
/// The stored form of a payment: versioned JSON, written by the silo and read by the silo and by the API's lists. Members may be added; a renamed or
/// retyped member needs a new version with a reader for the old one (golden files in the tests keep every old form readable).
/// </summary>
public static class PaymentIntentStorage
{
    private const int CurrentVersion = 1;

    private static readonly StoredJson Json = new(StoredText.OptionsOf(StoredJson.Default));

    public static byte[] Write(PaymentIntent intent)
    {
        var repeats = intent.PaymentMethod is { } method && intent.LatestAttempt?.Method == method;
        return JsonSerializer.SerializeToUtf8Bytes(
            new StoredPaymentIntent
            {
                V = CurrentVersion,
                Intent = repeats ? intent with { PaymentMethod = null } : intent,
                MethodOfLatestAttempt = repeats,
                Shipping = intent.Details.Shipping,
            },
            Json.StoredPaymentIntent);
    }

    public static string WriteShipping(ShippingDetails shipping) => JsonSerializer.Serialize(shipping, Json.ShippingDetails);

    public static ShippingDetails ReadShipping(string json) => JsonSerializer.Deserialize(json, Json.ShippingDetails)!;

    public static PaymentIntent Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize(json, Json.StoredPaymentIntent);
        if (stored is not { V: CurrentVersion, Intent: { } intent })
        {
            throw new JsonException($"A stored payment has version {stored?.V}; this build reads {CurrentVersion}.");
        }

        intent = stored.MethodOfLatestAttempt ? intent with { PaymentMethod = intent.LatestAttempt!.Method } : intent;
        return stored.Shipping is null ? intent : intent with { Details = intent.Details with { Shipping = stored.Shipping } };
    }
}

internal sealed record StoredPaymentIntent
{
    public required int V { get; init; }

    public required PaymentIntent Intent { get; init; }

    /// <summary>The intent's payment method is that of its latest attempt, and is not written twice.</summary>
    public bool MethodOfLatestAttempt { get; init; }

    /// <summary>The details' member that their facts leave out.</summary>
    public ShippingDetails? Shipping { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(StoredPaymentIntent))]
internal sealed partial class StoredJson : JsonSerializerContext;
