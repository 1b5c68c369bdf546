using System.Text.Json.Serialization;
using PayGate.Storage;

namespace PayGate.CheckoutSessions;

/// <summary>
/// The stored form of a session: versioned JSON, written by the silo and read by the silo and by the API's lists. Members may be added; anything else needs a new
/// version with a reader for the old one.
/// </summary>
public static class CheckoutSessionStorage
{
    private static readonly CheckoutSessionJson Json = new(StoredText.OptionsOf(CheckoutSessionJson.Default));

    private static readonly StoredForm<CheckoutSession> Form = new("a session", "session", Json.CheckoutSession);

    public static byte[] Write(CheckoutSession session) => Form.Write(session);

    public static CheckoutSession Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(CheckoutSession))]
internal sealed partial class CheckoutSessionJson : JsonSerializerContext;
