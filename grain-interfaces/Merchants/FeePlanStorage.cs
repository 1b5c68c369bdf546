using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Merchants;

/// <summary>A fee plan as JSON: what operators write, and what stands in the merchant's row.</summary>
public static class FeePlanStorage
{
    private static readonly FeePlanJson Json = new(StoredText.OptionsOf(FeePlanJson.Default));

    public static string Write(FeePlan plan) => JsonSerializer.Serialize(plan, Json.FeePlan);

    /// <exception cref="JsonException">It is not the form of a plan, or has a member that no plan has.</exception>
    public static FeePlan Read(string json) => JsonSerializer.Deserialize(json, Json.FeePlan) ?? throw new JsonException("A plan is an object.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(FeePlan))]
internal sealed partial class FeePlanJson : JsonSerializerContext;
