using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>The stored names and JSON form of a payment's facts.</summary>
public static class PaymentIntentFacts
{
    /// <summary>An approval that captured at once has a name of its own, because it means other public events.</summary>
    private const string Captured = "attempt.captured";

    private static readonly FactJson Json = new(StoredText.OptionsOf(FactJson.Default));

    private static readonly Dictionary<string, JsonTypeInfo> ByName = new(StringComparer.Ordinal)
    {
        ["payment_intent.created"] = Json.IntentCreated,
        ["payment_intent.updated"] = Json.IntentUpdated,
        ["challenge.required"] = Json.ChallengeRequired,
        ["challenge.failed"] = Json.ChallengeFailed,
        ["attempt.started"] = Json.AttemptStarted,
        ["attempt.unknown"] = Json.AttemptOutcomeUnknown,
        ["attempt.approved"] = Json.AttemptApproved,
        [Captured] = Json.AttemptApproved,
        ["payment_method.saved"] = Json.MethodSaved,
        ["payment_method.not_saved"] = Json.MethodNotSaved,
        ["checkout_session.told"] = Json.SessionTold,
        ["attempt.declined"] = Json.AttemptDeclined,
        ["attempt.failed"] = Json.AttemptFailed,
        ["increment.started"] = Json.IncrementStarted,
        ["increment.unknown"] = Json.IncrementOutcomeUnknown,
        ["authorization.incremented"] = Json.AuthorizationIncremented,
        ["increment.declined"] = Json.IncrementDeclined,
        ["charge.updated"] = Json.ChargeUpdated,
        ["capture.started"] = Json.CaptureStarted,
        ["capture.unknown"] = Json.CaptureOutcomeUnknown,
        ["payment.captured"] = Json.PaymentCaptured,
        ["capture.failed"] = Json.CaptureFailed,
        ["payment_intent.canceled"] = Json.IntentCanceled,
        ["authorization.reversed"] = Json.AuthorizationReversed,
        ["refund.started"] = Json.RefundStarted,
        ["refund.unknown"] = Json.RefundOutcomeUnknown,
        ["refund.put_off"] = Json.RefundPutOff,
        ["refund.retried"] = Json.RefundRetried,
        ["refund.canceled"] = Json.RefundCanceled,
        ["refund.updated"] = Json.RefundUpdated,
        ["refund.succeeded"] = Json.RefundSucceeded,
        ["refund.failed"] = Json.RefundFailed,
        ["payment_dispute.opened"] = Json.DisputeOpened,
        ["payment_dispute.booked"] = Json.DisputeBooked,
        ["payment_dispute.told"] = Json.DisputeTold,
        ["payment_dispute.reinstated"] = Json.DisputeReinstated,
        ["payment_dispute.lost"] = Json.DisputeLost,
        ["payment_dispute.dropped"] = Json.ChargebackDropped,
        ["payment_intent.erased"] = Json.PaymentErased,
    };

    private static readonly Dictionary<Type, string> Names =
        ByName.Where(pair => pair.Key != Captured).ToDictionary(pair => pair.Value.Type, pair => pair.Key);

    public static IReadOnlyCollection<string> All => ByName.Keys;

    public static string NameOf(PaymentIntentEvent fact) => fact is AttemptApproved { Figures: not null } ? Captured : Names[fact.GetType()];

    public static string Write(PaymentIntentEvent fact) => JsonSerializer.Serialize(fact, ByName[NameOf(fact)]);

    /// <summary>What stands beside a fact: the shipping of its details.</summary>
    public static string? WriteDetails(PaymentIntentEvent fact) => DetailsOf(fact)?.Shipping is { } shipping ? PaymentIntentStorage.WriteShipping(shipping) : null;

    /// <param name="name">As stored.</param>
    /// <param name="data">As stored.</param>
    /// <param name="details">What stands beside the fact, if anything still does.</param>
    public static PaymentIntentEvent Read(string name, string data, string? details)
    {
        var fact = ByName.TryGetValue(name, out var type)
            ? (PaymentIntentEvent)JsonSerializer.Deserialize(data, type)!
            : throw new JsonException($"No fact of a payment is called '{name}'.");
        return details is null ? fact : WithDetails(fact, DetailsOf(fact)! with { Shipping = PaymentIntentStorage.ReadShipping(details) });
    }

    private static IntentDetails? DetailsOf(PaymentIntentEvent fact) => fact switch
    {
        IntentCreated created => created.Details,
        IntentUpdated updated => updated.Details,
        IncrementStarted increment => increment.Details,
        _ => null,
    };

    private static PaymentIntentEvent WithDetails(PaymentIntentEvent fact, IntentDetails details) => fact switch
    {
        IntentCreated created => created with { Details = details },
        IntentUpdated updated => updated with { Details = details },
        IncrementStarted increment => increment with { Details = details },
        _ => throw new JsonException($"The fact {fact.GetType().Name} has no details."),
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(IntentCreated))]
[JsonSerializable(typeof(IntentUpdated))]
[JsonSerializable(typeof(ChallengeRequired))]
[JsonSerializable(typeof(ChallengeFailed))]
[JsonSerializable(typeof(AttemptStarted))]
[JsonSerializable(typeof(AttemptOutcomeUnknown))]
[JsonSerializable(typeof(AttemptApproved))]
[JsonSerializable(typeof(MethodSaved))]
[JsonSerializable(typeof(MethodNotSaved))]
[JsonSerializable(typeof(SessionTold))]
[JsonSerializable(typeof(AttemptDeclined))]
[JsonSerializable(typeof(AttemptFailed))]
[JsonSerializable(typeof(IncrementStarted))]
[JsonSerializable(typeof(IncrementOutcomeUnknown))]
[JsonSerializable(typeof(AuthorizationIncremented))]
[JsonSerializable(typeof(IncrementDeclined))]
[JsonSerializable(typeof(ChargeUpdated))]
[JsonSerializable(typeof(CaptureStarted))]
[JsonSerializable(typeof(CaptureOutcomeUnknown))]
[JsonSerializable(typeof(PaymentCaptured))]
[JsonSerializable(typeof(CaptureFailed))]
[JsonSerializable(typeof(IntentCanceled))]
[JsonSerializable(typeof(AuthorizationReversed))]
[JsonSerializable(typeof(RefundStarted))]
[JsonSerializable(typeof(RefundOutcomeUnknown))]
[JsonSerializable(typeof(RefundPutOff))]
[JsonSerializable(typeof(RefundRetried))]
[JsonSerializable(typeof(RefundCanceled))]
[JsonSerializable(typeof(RefundUpdated))]
[JsonSerializable(typeof(RefundSucceeded))]
[JsonSerializable(typeof(RefundFailed))]
[JsonSerializable(typeof(DisputeOpened))]
[JsonSerializable(typeof(DisputeBooked))]
[JsonSerializable(typeof(DisputeTold))]
[JsonSerializable(typeof(DisputeReinstated))]
[JsonSerializable(typeof(DisputeLost))]
[JsonSerializable(typeof(ChargebackDropped))]
[JsonSerializable(typeof(PaymentErased))]
internal sealed partial class FactJson : JsonSerializerContext;
