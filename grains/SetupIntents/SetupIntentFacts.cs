using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Grains.Journal;

namespace PayGate.Grains.SetupIntents;

/// <summary>The stored names and JSON form of a setup's facts.</summary>
public static class SetupIntentFacts
{
    private static readonly SetupFactJson Json = new(StoredText.OptionsOf(SetupFactJson.Default));

    public static readonly FactCatalog<SetupIntentEvent> Catalog = new("a setup", new Dictionary<string, JsonTypeInfo>
    {
        ["setup_intent.created"] = Json.SetupCreated,
        ["setup_intent.updated"] = Json.SetupUpdated,
        ["setup_challenge.required"] = Json.SetupChallengeRequired,
        ["setup_challenge.failed"] = Json.SetupChallengeFailed,
        ["setup_attempt.started"] = Json.SetupAttemptStarted,
        ["setup_attempt.unknown"] = Json.SetupOutcomeUnknown,
        ["setup_attempt.succeeded"] = Json.SetupSucceeded,
        ["setup_attempt.failed"] = Json.SetupFailed,
        ["setup_intent.canceled"] = Json.SetupCanceled,
        ["setup_intent.erased"] = Json.SetupErased,
    });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(SetupCreated))]
[JsonSerializable(typeof(SetupUpdated))]
[JsonSerializable(typeof(SetupChallengeRequired))]
[JsonSerializable(typeof(SetupChallengeFailed))]
[JsonSerializable(typeof(SetupAttemptStarted))]
[JsonSerializable(typeof(SetupOutcomeUnknown))]
[JsonSerializable(typeof(SetupSucceeded))]
[JsonSerializable(typeof(SetupFailed))]
[JsonSerializable(typeof(SetupCanceled))]
[JsonSerializable(typeof(SetupErased))]
internal sealed partial class SetupFactJson : JsonSerializerContext;
