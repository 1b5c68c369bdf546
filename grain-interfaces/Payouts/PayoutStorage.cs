using System.Text.Json.Serialization;
using PayGate.Storage;

namespace PayGate.Payouts;

/// <summary>
/// The stored form of a payout: versioned JSON, written by the silo and read by the silo and by the API's lists. Members may be added; anything else needs a new
/// version with a reader for the old one.
/// </summary>
public static class PayoutStorage
{
    private static readonly PayoutJson Json = new(StoredText.OptionsOf(PayoutJson.Default));

    private static readonly StoredForm<Payout> Form = new("a payout", "payout", Json.Payout);

    public static byte[] Write(Payout payout) => Form.Write(payout);

    public static Payout Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(Payout))]
internal sealed partial class PayoutJson : JsonSerializerContext;
