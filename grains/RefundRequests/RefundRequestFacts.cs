using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PayGate.Grains.RefundRequests;

/// <summary>The stored names and JSON form of a refund request's facts.</summary>
public static class RefundRequestFacts
{
    private static readonly RefundRequestFactJson Json = new(StoredText.OptionsOf(RefundRequestFactJson.Default));

    private static readonly Dictionary<string, JsonTypeInfo> ByName = new(StringComparer.Ordinal)
    {
        ["refund_request.created"] = Json.RefundRequestCreated,
        ["refund_request.approved"] = Json.RefundRequestApproved,
        ["refund_request.rejected"] = Json.RefundRequestRejected,
        ["refund_request.waiting"] = Json.RefundRequestWaiting,
        ["refund_request.completed"] = Json.RefundRequestCompleted,
        ["refund_request.failed"] = Json.RefundRequestFailed,
    };

    private static readonly Dictionary<Type, string> Names = ByName.ToDictionary(pair => pair.Value.Type, pair => pair.Key);

    public static string NameOf(RefundRequestEvent fact) => Names[fact.GetType()];

    public static string Write(RefundRequestEvent fact) => JsonSerializer.Serialize(fact, ByName[NameOf(fact)]);

    public static RefundRequestEvent Read(string name, string data) =>
        ByName.TryGetValue(name, out var type)
            ? (RefundRequestEvent)JsonSerializer.Deserialize(data, type)!
            : throw new JsonException($"No fact of a refund request is called '{name}'.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(RefundRequestCreated))]
[JsonSerializable(typeof(RefundRequestApproved))]
[JsonSerializable(typeof(RefundRequestRejected))]
[JsonSerializable(typeof(RefundRequestWaiting))]
[JsonSerializable(typeof(RefundRequestCompleted))]
[JsonSerializable(typeof(RefundRequestFailed))]
internal sealed partial class RefundRequestFactJson : JsonSerializerContext;
