using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Grains.Journal;

namespace PayGate.Grains.RefundRequests;

/// <summary>The stored names and JSON form of a refund request's facts.</summary>
public static class RefundRequestFacts
{
    private static readonly RefundRequestFactJson Json = new(StoredText.OptionsOf(RefundRequestFactJson.Default));

    public static readonly FactCatalog<RefundRequestEvent> Catalog = new("a refund request", new Dictionary<string, JsonTypeInfo>
    {
        ["refund_request.created"] = Json.RefundRequestCreated,
        ["refund_request.approved"] = Json.RefundRequestApproved,
        ["refund_request.rejected"] = Json.RefundRequestRejected,
        ["refund_request.waiting"] = Json.RefundRequestWaiting,
        ["refund_request.completed"] = Json.RefundRequestCompleted,
        ["refund_request.failed"] = Json.RefundRequestFailed,
        ["refund_request.erased"] = Json.RefundRequestErased,
    });
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
[JsonSerializable(typeof(RefundRequestErased))]
internal sealed partial class RefundRequestFactJson : JsonSerializerContext;
