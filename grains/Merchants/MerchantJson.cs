using System.Text.Json.Serialization;
using PayGate.Merchants;

namespace PayGate.Grains.Merchants;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(Merchant))]
internal sealed partial class MerchantJson : JsonSerializerContext;
