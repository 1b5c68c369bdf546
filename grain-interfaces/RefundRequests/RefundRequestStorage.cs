using System.Text.Json.Serialization;
using PayGate.Storage;

namespace PayGate.RefundRequests;

/// <summary>
/// The stored form of a refund request: versioned JSON, written by the silo and read by the silo and by the API's lists. Members may be added; anything else needs
/// a new version with a reader for the old one.
/// </summary>
public static class RefundRequestStorage
{
    private static readonly RefundRequestJson Json = new(StoredText.OptionsOf(RefundRequestJson.Default));

    private static readonly StoredForm<RefundRequest> Form = new("a refund request", "request", Json.RefundRequest);

    public static byte[] Write(RefundRequest request) => Form.Write(request);

    public static RefundRequest Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(RefundRequest))]
internal sealed partial class RefundRequestJson : JsonSerializerContext;
