using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.RefundRequests;

/// <summary>
/// The stored form of a refund request: versioned JSON, written by the silo and read by the silo and by the API's lists. Members may be added; anything else needs
/// a new version with a reader for the old one.
/// </summary>
public static class RefundRequestStorage
{
    private const int CurrentVersion = 1;

    private static readonly RefundRequestJson Json = new(StoredText.OptionsOf(RefundRequestJson.Default));

    public static byte[] Write(RefundRequest request) =>
        JsonSerializer.SerializeToUtf8Bytes(new StoredRefundRequest { V = CurrentVersion, Request = request }, Json.StoredRefundRequest);

    public static RefundRequest Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize(json, Json.StoredRefundRequest);
        return stored is { V: CurrentVersion, Request: { } request }
            ? request
            : throw new JsonException($"A stored refund request has version {stored?.V}; this build reads {CurrentVersion}.");
    }
}

internal sealed record StoredRefundRequest
{
    public required int V { get; init; }

    public required RefundRequest Request { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(StoredRefundRequest))]
internal sealed partial class RefundRequestJson : JsonSerializerContext;
