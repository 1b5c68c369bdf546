using System.Text.Json.Serialization;
using PayGate.Merchants;

namespace PayGate.Grains.Merchants;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(Merchant))]
[JsonSerializable(typeof(BankAccountAdded))]
[JsonSerializable(typeof(PayoutScheduleSet))]
internal sealed partial class MerchantJson : JsonSerializerContext;
