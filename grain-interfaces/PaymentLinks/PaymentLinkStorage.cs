using System.Text.Json.Serialization;
using PayGate.Storage;

namespace PayGate.PaymentLinks;

/// <summary>
/// The stored form of a link: versioned JSON, written by the silo and read by the silo and by the API. Members may be added; anything else needs a new version
/// with a reader for the old one.
/// </summary>
public static class PaymentLinkStorage
{
    private static readonly PaymentLinkJson Json = new(StoredText.OptionsOf(PaymentLinkJson.Default));

    private static readonly StoredForm<PaymentLink> Form = new("a link", "link", Json.PaymentLink);

    public static byte[] Write(PaymentLink link) => Form.Write(link);

    public static PaymentLink Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(PaymentLink))]
internal sealed partial class PaymentLinkJson : JsonSerializerContext;
