using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Grains.Journal;

namespace PayGate.Grains.Payouts;

/// <summary>The stored names and JSON form of a payout's facts.</summary>
public static class PayoutFacts
{
    private static readonly PayoutFactJson Json = new(StoredText.OptionsOf(PayoutFactJson.Default));

    public static readonly FactCatalog<PayoutEvent> Catalog = new("a payout", new Dictionary<string, JsonTypeInfo>
    {
        ["payout.created"] = Json.PayoutCreated,
        ["payout.sent"] = Json.PayoutSent,
        ["payout.accepted"] = Json.PayoutAccepted,
        ["payout.updated"] = Json.PayoutUpdated,
        ["payout.paid"] = Json.PayoutPaid,
        ["payout.failed"] = Json.PayoutFailed,
        ["payout.canceled"] = Json.PayoutCanceled,
    });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(PayoutCreated))]
[JsonSerializable(typeof(PayoutSent))]
[JsonSerializable(typeof(PayoutAccepted))]
[JsonSerializable(typeof(PayoutUpdated))]
[JsonSerializable(typeof(PayoutPaid))]
[JsonSerializable(typeof(PayoutFailed))]
[JsonSerializable(typeof(PayoutCanceled))]
internal sealed partial class PayoutFactJson : JsonSerializerContext;
