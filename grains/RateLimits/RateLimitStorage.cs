using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Grains.Journal;

namespace PayGate.Grains.RateLimits;

/// <summary>The stored form of a rate limit and of its facts. Members may be added; anything else needs a new version with a reader for the old one.</summary>
public static class RateLimitStorage
{
    private const int CurrentVersion = 1;

    private static readonly RateLimitJson Json = new(StoredText.OptionsOf(RateLimitJson.Default));

    /// <summary>The names and JSON form of the facts.</summary>
    public static readonly FactCatalog<RateLimitEvent> Facts = new("a rate limit", new Dictionary<string, JsonTypeInfo>(StringComparer.Ordinal)
    {
        ["limits.set"] = Json.LimitsSet,
        ["period.begun"] = Json.PeriodBegun,
        ["before.counted"] = Json.BeforeCounted,
        ["lease.granted"] = Json.LeaseGranted,
        ["lease.closed"] = Json.LeaseClosed,
    });

    public static byte[] Write(RateLimitState state) =>
        JsonSerializer.SerializeToUtf8Bytes(new StoredRateLimit { V = CurrentVersion, Limit = state }, Json.StoredRateLimit);

    public static RateLimitState Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize(json, Json.StoredRateLimit);
        return stored is { V: CurrentVersion, Limit: { } limit }
            ? limit
            : throw new JsonException($"A stored rate limit has version {stored?.V}; this build reads {CurrentVersion}.");
    }
}

internal sealed record StoredRateLimit
{
    public required int V { get; init; }

    public required RateLimitState Limit { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(StoredRateLimit))]
[JsonSerializable(typeof(LimitsSet))]
[JsonSerializable(typeof(PeriodBegun))]
[JsonSerializable(typeof(BeforeCounted))]
[JsonSerializable(typeof(LeaseGranted))]
[JsonSerializable(typeof(LeaseClosed))]
internal sealed partial class RateLimitJson : JsonSerializerContext;
