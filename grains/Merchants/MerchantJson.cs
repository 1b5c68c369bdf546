using System.Text.Json.Serialization;
using PayGate.Merchants;

namespace PayGate.Grains.Merchants;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(Merchant))]
[JsonSerializable(typeof(BankAccountAdded))]
[JsonSerializable(typeof(PayoutScheduleSet))]
[JsonSerializable(typeof(FeePlanSet))]
internal sealed partial class MerchantJson : JsonSerializerContext;
