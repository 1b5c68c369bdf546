using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.CheckoutSessions;

/// <summary>
/// The stored form of a session: versioned JSON, written by the silo and read by the silo and by the API's lists. Members may be added; anything else needs a new
/// version with a reader for the old one.
/// </summary>
public static class CheckoutSessionStorage
{
    private const int CurrentVersion = 1;

    private static readonly CheckoutSessionJson Json = new(StoredText.OptionsOf(CheckoutSessionJson.Default));

    public static byte[] Write(CheckoutSession session) =>
        JsonSerializer.SerializeToUtf8Bytes(new StoredCheckoutSession { V = CurrentVersion, Session = session }, Json.StoredCheckoutSession);

    public static CheckoutSession Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize(json, Json.StoredCheckoutSession);
        return stored is { V: CurrentVersion, Session: { } session }
            ? session
            : throw new JsonException($"A stored session has version {stored?.V}; this build reads {CurrentVersion}.");
    }
}

internal sealed record StoredCheckoutSession
{
    public required int V { get; init; }

    public required CheckoutSession Session { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(StoredCheckoutSession))]
internal sealed partial class CheckoutSessionJson : JsonSerializerContext;
