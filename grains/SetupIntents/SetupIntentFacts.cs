using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PayGate.Grains.SetupIntents;

/// <summary>The stored names and JSON form of a setup's facts.</summary>
public static class SetupIntentFacts
{
    private static readonly SetupFactJson Json = new(StoredText.OptionsOf(SetupFactJson.Default));

    private static readonly Dictionary<string, JsonTypeInfo> ByName = new(StringComparer.Ordinal)
    {
        ["setup_intent.created"] = Json.SetupCreated,
        ["setup_intent.updated"] = Json.SetupUpdated,
        ["setup_attempt.started"] = Json.SetupAttemptStarted,
        ["setup_attempt.unknown"] = Json.SetupOutcomeUnknown,
        ["setup_attempt.succeeded"] = Json.SetupSucceeded,
        ["setup_attempt.failed"] = Json.SetupFailed,
        ["setup_intent.canceled"] = Json.SetupCanceled,
    };

    private static readonly Dictionary<Type, string> Names = ByName.ToDictionary(pair => pair.Value.Type, pair => pair.Key);

    public static string NameOf(SetupIntentEvent fact) => Names[fact.GetType()];

    public static string Write(SetupIntentEvent fact) => JsonSerializer.Serialize(fact, ByName[NameOf(fact)]);

    public static SetupIntentEvent Read(string name, string data) =>
        ByName.TryGetValue(name, out var type)
            ? (SetupIntentEvent)JsonSerializer.Deserialize(data, type)!
            : throw new JsonException($"No fact of a setup is called '{name}'.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(SetupCreated))]
[JsonSerializable(typeof(SetupUpdated))]
[JsonSerializable(typeof(SetupAttemptStarted))]
[JsonSerializable(typeof(SetupOutcomeUnknown))]
[JsonSerializable(typeof(SetupSucceeded))]
[JsonSerializable(typeof(SetupFailed))]
[JsonSerializable(typeof(SetupCanceled))]
internal sealed partial class SetupFactJson : JsonSerializerContext;
