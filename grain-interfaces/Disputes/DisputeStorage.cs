using System.Text.Json.Serialization;
using PayGate.Storage;

namespace PayGate.Disputes;

/// <summary>The stored form of a dispute: versioned JSON. Members may be added; anything else needs a new version with a reader for the old one.</summary>
public static class DisputeStorage
{
    private static readonly DisputeJson Json = new(StoredText.OptionsOf(DisputeJson.Default));

    private static readonly StoredForm<Dispute> Form = new("a dispute", "dispute", Json.Dispute);

    public static byte[] Write(Dispute dispute) => Form.Write(dispute);

    public static Dispute Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(Dispute))]
internal sealed partial class DisputeJson : JsonSerializerContext;
