using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Grains.Journal;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>The stored names and JSON form of a session's facts.</summary>
public static class CheckoutSessionFacts
{
    private static readonly SessionFactJson Json = new(StoredText.OptionsOf(SessionFactJson.Default));

    public static readonly FactCatalog<CheckoutSessionEvent> Catalog = new("a checkout session", new Dictionary<string, JsonTypeInfo>
    {
        ["checkout_session.created"] = Json.SessionCreated,
        ["checkout_session.updated"] = Json.SessionUpdated,
        ["checkout_session.completed"] = Json.SessionCompleted,
        ["checkout_session.expired"] = Json.SessionExpired,
        ["checkout_session.erased"] = Json.SessionErased,
    });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(SessionCreated))]
[JsonSerializable(typeof(SessionUpdated))]
[JsonSerializable(typeof(SessionCompleted))]
[JsonSerializable(typeof(SessionExpired))]
[JsonSerializable(typeof(SessionErased))]
internal sealed partial class SessionFactJson : JsonSerializerContext;
