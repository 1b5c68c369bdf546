using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.CheckoutSessions;
using PayGate.Grains.Journal;
using PayGate.PaymentIntents;
using PayGate.PaymentLinks;

namespace PayGate.Grains.PaymentLinks;

/// <summary>The facts of a link's stream. They are stored as JSON and hashed: members are added, never renamed or removed.</summary>
public abstract record PaymentLinkEvent
{
    public required DateTimeOffset At { get; init; }
}

public sealed record LinkCreated : PaymentLinkEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required ImmutableArray<SessionLine> Lines { get; init; }

    public required LinkDetails Details { get; init; }

    public required RequestInfo Request { get; init; }
}

/// <summary>All of it, as it is from here on.</summary>
public sealed record LinkUpdated : PaymentLinkEvent
{
    public required bool Active { get; init; }

    public string? InactiveMessage { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    public required RequestInfo Request { get; init; }
}

/// <summary>The stored names and JSON form of a link's facts.</summary>
public static class PaymentLinkFacts
{
    private static readonly LinkFactJson Json = new(StoredText.OptionsOf(LinkFactJson.Default));

    public static readonly FactCatalog<PaymentLinkEvent> Catalog = new("a payment link", new Dictionary<string, JsonTypeInfo>
    {
        ["payment_link.created"] = Json.LinkCreated,
        ["payment_link.updated"] = Json.LinkUpdated,
    });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(LinkCreated))]
[JsonSerializable(typeof(LinkUpdated))]
internal sealed partial class LinkFactJson : JsonSerializerContext;
