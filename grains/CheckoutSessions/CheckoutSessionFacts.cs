using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>The stored names and JSON form of a session's facts.</summary>
public static class CheckoutSessionFacts
{
    private static readonly SessionFactJson Json = new(StoredText.OptionsOf(SessionFactJson.Default));

    private static readonly Dictionary<string, JsonTypeInfo> ByName = new(StringComparer.Ordinal)
    {
        ["checkout_session.created"] = Json.SessionCreated,
        ["checkout_session.updated"] = Json.SessionUpdated,
        ["checkout_session.completed"] = Json.SessionCompleted,
        ["checkout_session.expired"] = Json.SessionExpired,
    };

    private static readonly Dictionary<Type, string> Names = ByName.ToDictionary(pair => pair.Value.Type, pair => pair.Key);

    public static string NameOf(CheckoutSessionEvent fact) => Names[fact.GetType()];

    public static string Write(CheckoutSessionEvent fact) => JsonSerializer.Serialize(fact, ByName[NameOf(fact)]);

    public static CheckoutSessionEvent Read(string name, string data) =>
        ByName.TryGetValue(name, out var type)
            ? (CheckoutSessionEvent)JsonSerializer.Deserialize(data, type)!
            : throw new JsonException($"No fact of a checkout session is called '{name}'.");
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
internal sealed partial class SessionFactJson : JsonSerializerContext;
