using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Grains.Journal;

namespace PayGate.Grains.Settlements;

/// <summary>The stored names and JSON form of the facts of batches and schedules.</summary>
public static class SettlementFacts
{
    private static readonly SettlementFactJson Json = new(StoredText.OptionsOf(SettlementFactJson.Default));

    public static readonly FactCatalog<SettlementBatchEvent> Batches = new("a settlement batch", new Dictionary<string, JsonTypeInfo>
    {
        ["settlement_batch.opened"] = Json.BatchOpened,
        ["settlement_batch.closed"] = Json.BatchClosed,
        ["settlement_batch.processing"] = Json.BatchProcessing,
        ["settlement_batch.settled"] = Json.BatchSettled,
        ["settlement_batch.failed"] = Json.BatchFailed,
    });

    public static readonly FactCatalog<SettlementScheduleEvent> Schedules = new("a settlement schedule", new Dictionary<string, JsonTypeInfo>
    {
        ["settlement_schedule.opened"] = Json.ScheduleOpened,
        ["settlement_schedule.closed"] = Json.DaysClosed,
        ["settlement_schedule.paid_out"] = Json.PaidOut,
        ["settlement_schedule.ran"] = Json.RunOrdered,
    });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(BatchOpened))]
[JsonSerializable(typeof(BatchClosed))]
[JsonSerializable(typeof(BatchProcessing))]
[JsonSerializable(typeof(BatchSettled))]
[JsonSerializable(typeof(BatchFailed))]
[JsonSerializable(typeof(ScheduleOpened))]
[JsonSerializable(typeof(DaysClosed))]
[JsonSerializable(typeof(PaidOut))]
[JsonSerializable(typeof(RunOrdered))]
internal sealed partial class SettlementFactJson : JsonSerializerContext;
