using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Wire.V1;

/// <summary>The version of the public form, in events and in the header Stripe-Version.</summary>
public static class ApiVersion
{
    /// <summary>The version of the Stripe SDK that the contract was taken from.</summary>
    public const string Current = "2026-10-28.endive";
}

/// <summary>The public JSON form: snake_case, all members present, no characters escaped that JSON does not require to be (RFC 8259, section 7).</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PaymentIntentResource))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(ChargeResource))]
[JsonSerializable(typeof(RefundResource))]
[JsonSerializable(typeof(BalanceTransactionResource))]
[JsonSerializable(typeof(BalanceResource))]
[JsonSerializable(typeof(SummaryResource))]
[JsonSerializable(typeof(CheckoutPageResource))]
[JsonSerializable(typeof(ClockResource))]
[JsonSerializable(typeof(BankScriptResource))]
[JsonSerializable(typeof(DeletedBankScriptResource))]
[JsonSerializable(typeof(EventResource))]
[JsonSerializable(typeof(PaymentMethodResource))]
[JsonSerializable(typeof(CardAccessResource))]
[JsonSerializable(typeof(CardUsageResource))]
[JsonSerializable(typeof(CustomerErasureResource))]
[JsonSerializable(typeof(TokenResource))]
[JsonSerializable(typeof(SourceResource))]
[JsonSerializable(typeof(DeletedSourceResource))]
[JsonSerializable(typeof(AddressResource))]
[JsonSerializable(typeof(CustomerResource))]
[JsonSerializable(typeof(DeletedCustomerResource))]
[JsonSerializable(typeof(SetupIntentResource))]
[JsonSerializable(typeof(CheckoutSessionResource))]
[JsonSerializable(typeof(LineItemResource))]
[JsonSerializable(typeof(PaymentLinkResource))]
[JsonSerializable(typeof(RefundRequestResource))]
[JsonSerializable(typeof(DisputeResource))]
[JsonSerializable(typeof(LimitResource))]
[JsonSerializable(typeof(BinResource))]
[JsonSerializable(typeof(ExchangeRateResource))]
[JsonSerializable(typeof(QuoteResource))]
[JsonSerializable(typeof(SettlementResource))]
[JsonSerializable(typeof(SettlementLineResource))]
[JsonSerializable(typeof(SettlementScheduleResource))]
[JsonSerializable(typeof(PayoutResource))]
[JsonSerializable(typeof(PayoutBreakdownResource))]
[JsonSerializable(typeof(BankAccountResource))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Dictionary<string, object?>))]
public sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>The context that all answers are written with.</summary>
    public static readonly WireJson Strict = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The resource as it would be written, to look into.</summary>
    public static JsonElement ToElement(object resource) => JsonSerializer.SerializeToElement(resource, resource.GetType(), Strict);

    public static byte[] WriteObject(object resource) => JsonSerializer.SerializeToUtf8Bytes(resource, resource.GetType(), Strict);

    public static byte[] Write<T>(T resource) => JsonSerializer.SerializeToUtf8Bytes(resource, typeof(T), Strict);
}
