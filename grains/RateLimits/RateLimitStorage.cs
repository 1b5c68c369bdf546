using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Grains.Journal;
using PayGate.Storage;

namespace PayGate.Grains.RateLimits;

/// <summary>The stored form of a rate limit and of its facts. Members may be added; anything else needs a new version with a reader for the old one.</summary>
public static class RateLimitStorage
{
    private static readonly RateLimitJson Json = new(StoredText.OptionsOf(RateLimitJson.Default));

    private static readonly StoredForm<RateLimitState> Form = new("a rate limit", "limit", Json.RateLimitState);

    /// <summary>The names and JSON form of the facts.</summary>
    public static readonly FactCatalog<RateLimitEvent> Facts = new("a rate limit", new Dictionary<string, JsonTypeInfo>(StringComparer.Ordinal)
    {
        ["limits.set"] = Json.LimitsSet,
        ["period.begun"] = Json.PeriodBegun,
        ["before.counted"] = Json.BeforeCounted,
        ["lease.granted"] = Json.LeaseGranted,
        ["lease.closed"] = Json.LeaseClosed,
    });

    public static byte[] Write(RateLimitState state) => Form.Write(state);

    public static RateLimitState Read(ReadOnlySpan<byte> json) => Form.Read(json);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(RateLimitState))]
[JsonSerializable(typeof(LimitsSet))]
[JsonSerializable(typeof(PeriodBegun))]
[JsonSerializable(typeof(BeforeCounted))]
[JsonSerializable(typeof(LeaseGranted))]
[JsonSerializable(typeof(LeaseClosed))]
internal sealed partial class RateLimitJson : JsonSerializerContext;
