using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PayGate.Grains.PaymentIntents;

/// <summary>The stored names and JSON form of a payment's facts.</summary>
public static class PaymentIntentFacts
{
    /// <summary>An approval that captured at once has a name of its own, because it means other public events.</summary>
    private const string Captured = "attempt.captured";

    private static readonly Dictionary<string, JsonTypeInfo> ByName = new(StringComparer.Ordinal)
    {
        ["payment_intent.created"] = FactJson.Default.IntentCreated,
        ["attempt.started"] = FactJson.Default.AttemptStarted,
        ["attempt.unknown"] = FactJson.Default.AttemptOutcomeUnknown,
        ["attempt.approved"] = FactJson.Default.AttemptApproved,
        [Captured] = FactJson.Default.AttemptApproved,
        ["attempt.declined"] = FactJson.Default.AttemptDeclined,
        ["attempt.failed"] = FactJson.Default.AttemptFailed,
        ["capture.started"] = FactJson.Default.CaptureStarted,
        ["capture.unknown"] = FactJson.Default.CaptureOutcomeUnknown,
        ["payment.captured"] = FactJson.Default.PaymentCaptured,
        ["capture.failed"] = FactJson.Default.CaptureFailed,
        ["payment_intent.canceled"] = FactJson.Default.IntentCanceled,
        ["authorization.reversed"] = FactJson.Default.AuthorizationReversed,
        ["refund.started"] = FactJson.Default.RefundStarted,
        ["refund.unknown"] = FactJson.Default.RefundOutcomeUnknown,
        ["refund.succeeded"] = FactJson.Default.RefundSucceeded,
        ["refund.failed"] = FactJson.Default.RefundFailed,
    };

    private static readonly Dictionary<Type, string> Names = 
        ByName.Where(pair => pair.Key != Captured).ToDictionary(pair => pair.Value.Type, pair => pair.Key);

    public static IReadOnlyCollection<string> All => ByName.Keys;

    public static string NameOf(PaymentIntentEvent fact) => fact is AttemptApproved { Figures: not null } ? Captured : Names[fact.GetType()];

    public static string Write(PaymentIntentEvent fact) => JsonSerializer.Serialize(fact, ByName[NameOf(fact)]);

    public static PaymentIntentEvent Read(string name, string data) =>
        ByName.TryGetValue(name, out var type)
            ? (PaymentIntentEvent)JsonSerializer.Deserialize(data, type)!
            : throw new JsonException($"No fact of a payment is called '{name}'.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(IntentCreated))]
[JsonSerializable(typeof(AttemptStarted))]
[JsonSerializable(typeof(AttemptOutcomeUnknown))]
[JsonSerializable(typeof(AttemptApproved))]
[JsonSerializable(typeof(AttemptDeclined))]
[JsonSerializable(typeof(AttemptFailed))]
[JsonSerializable(typeof(CaptureStarted))]
[JsonSerializable(typeof(CaptureOutcomeUnknown))]
[JsonSerializable(typeof(PaymentCaptured))]
[JsonSerializable(typeof(CaptureFailed))]
[JsonSerializable(typeof(IntentCanceled))]
[JsonSerializable(typeof(AuthorizationReversed))]
[JsonSerializable(typeof(RefundStarted))]
[JsonSerializable(typeof(RefundOutcomeUnknown))]
[JsonSerializable(typeof(RefundSucceeded))]
[JsonSerializable(typeof(RefundFailed))]
internal sealed partial class FactJson : JsonSerializerContext;
