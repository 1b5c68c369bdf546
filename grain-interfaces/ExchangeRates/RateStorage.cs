using System.Text.Json.Serialization;
using PayGate.Storage;

namespace PayGate.ExchangeRates;

/// <summary>
/// The stored form of the exchange rates: versioned JSON, written by the silo and read by the silo and by the API. Members may be added; anything else needs a new version
/// with a reader for the old one.
/// </summary>
public static class RateStorage
{
    private static readonly RateJson Json = new(StoredText.OptionsOf(RateJson.Default));

    private static readonly StoredForm<RateSheet> Form = new("the exchange rates", "rates", Json.RateSheet);

    public static byte[] Write(RateSheet sheet) => Form.Write(sheet);

    public static RateSheet Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(RateSheet))]
internal sealed partial class RateJson : JsonSerializerContext;
