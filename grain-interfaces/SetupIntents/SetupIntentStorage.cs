using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.SetupIntents;

/// <summary>
/// The stored form of a setup: versioned JSON, written by the silo and read by the silo and by the API's lists. Members may be added; anything else needs a new
/// version with a reader for the old one.
/// </summary>
public static class SetupIntentStorage
{
    private const int CurrentVersion = 1;

    private static readonly SetupIntentJson Json = new(StoredText.OptionsOf(SetupIntentJson.Default));

    public static byte[] Write(SetupIntent setup) =>
        JsonSerializer.SerializeToUtf8Bytes(new StoredSetupIntent { V = CurrentVersion, Setup = setup }, Json.StoredSetupIntent);

    public static SetupIntent Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize(json, Json.StoredSetupIntent);
        return stored is { V: CurrentVersion, Setup: { } setup }
            ? setup
            : throw new JsonException($"A stored setup has version {stored?.V}; this build reads {CurrentVersion}.");
    }
}

internal sealed record StoredSetupIntent
{
    public required int V { get; init; }

    public required SetupIntent Setup { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(StoredSetupIntent))]
internal sealed partial class SetupIntentJson : JsonSerializerContext;
