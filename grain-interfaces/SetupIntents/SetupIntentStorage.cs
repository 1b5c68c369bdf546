using System.Text.Json.Serialization;
using PayGate.Storage;

namespace PayGate.SetupIntents;

/// <summary>
/// The stored form of a setup: versioned JSON, written by the silo and read by the silo and by the API's lists. Members may be added; anything else needs a new
/// version with a reader for the old one.
/// </summary>
public static class SetupIntentStorage
{
    private static readonly SetupIntentJson Json = new(StoredText.OptionsOf(SetupIntentJson.Default));

    private static readonly StoredForm<SetupIntent> Form = new("a setup", "setup", Json.SetupIntent);

    public static byte[] Write(SetupIntent setup) => Form.Write(setup);

    public static SetupIntent Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(SetupIntent))]
internal sealed partial class SetupIntentJson : JsonSerializerContext;
