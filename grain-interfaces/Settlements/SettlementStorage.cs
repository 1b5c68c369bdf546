using System.Text.Json.Serialization;
using PayGate.Storage;

namespace PayGate.Settlements;

/// <summary>The stored form of a batch: versioned JSON. Members may be added; anything else needs a new version with a reader for the old one.</summary>
public static class SettlementBatchStorage
{
    private static readonly SettlementJson Json = new(StoredText.OptionsOf(SettlementJson.Default));

    private static readonly StoredForm<SettlementBatch> Form = new("a settlement batch", "batch", Json.SettlementBatch);

    public static byte[] Write(SettlementBatch batch) => Form.Write(batch);

    public static SettlementBatch Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

/// <summary>The stored form of a schedule, under the same rules.</summary>
public static class SettlementScheduleStorage
{
    private static readonly SettlementJson Json = new(StoredText.OptionsOf(SettlementJson.Default));

    private static readonly StoredForm<SettlementSchedule> Form = new("a settlement schedule", "schedule", Json.SettlementSchedule);

    public static byte[] Write(SettlementSchedule schedule) => Form.Write(schedule);

    public static SettlementSchedule Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(SettlementBatch))]
[JsonSerializable(typeof(SettlementSchedule))]
internal sealed partial class SettlementJson : JsonSerializerContext;
