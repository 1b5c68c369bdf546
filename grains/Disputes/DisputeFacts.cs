using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Grains.Journal;

namespace PayGate.Grains.Disputes;

/// <summary>The stored names and JSON form of a dispute's facts.</summary>
public static class DisputeFacts
{
    private static readonly DisputeFactJson Json = new(StoredText.OptionsOf(DisputeFactJson.Default));

    public static readonly FactCatalog<DisputeEvent> Catalog = new("a dispute", new Dictionary<string, JsonTypeInfo>
    {
        ["dispute.created"] = Json.DisputeCreated,
        ["dispute.updated"] = Json.DisputeUpdated,
        ["dispute.ruling_awaited"] = Json.RulingAwaited,
        ["dispute.won"] = Json.DisputeWon,
        ["dispute.lost"] = Json.DisputeLost,
        ["dispute.reinstated"] = Json.FundsReinstated,
        ["dispute.loss_recorded"] = Json.LossRecorded,
        ["dispute.erased"] = Json.DisputeErased,
    });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(DisputeCreated))]
[JsonSerializable(typeof(DisputeUpdated))]
[JsonSerializable(typeof(RulingAwaited))]
[JsonSerializable(typeof(DisputeWon))]
[JsonSerializable(typeof(DisputeLost))]
[JsonSerializable(typeof(FundsReinstated))]
[JsonSerializable(typeof(LossRecorded))]
[JsonSerializable(typeof(DisputeErased))]
internal sealed partial class DisputeFactJson : JsonSerializerContext;
