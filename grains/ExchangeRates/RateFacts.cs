using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Grains.Journal;

namespace PayGate.Grains.ExchangeRates;

/// <summary>The stored names and JSON form of the exchange rates' facts.</summary>
public static class RateFacts
{
    private static readonly RateFactJson Json = new(StoredText.OptionsOf(RateFactJson.Default));

    public static readonly FactCatalog<RateEvent> Catalog = new("the exchange rates", new Dictionary<string, JsonTypeInfo>
    {
        ["rates.refreshed"] = Json.RatesRefreshed,
        ["rates.set"] = Json.RateSet,
    });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(RatesRefreshed))]
[JsonSerializable(typeof(RateSet))]
internal sealed partial class RateFactJson : JsonSerializerContext;
