using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PayGate.Grains.Journal;
using PayGate.Quotes;

namespace PayGate.Grains.Quotes;

/// <summary>The facts of a quote's stream: there is one, for a promise does not change. Members are added, never renamed or removed.</summary>
public abstract record QuoteEvent
{
    public required DateTimeOffset At { get; init; }
}

public sealed record QuoteCreated : QuoteEvent
{
    public required Quote Quote { get; init; }
}

/// <summary>The stored names and JSON form of a quote's facts.</summary>
public static class QuoteFacts
{
    private static readonly QuoteFactJson Json = new(StoredText.OptionsOf(QuoteFactJson.Default));

    public static readonly FactCatalog<QuoteEvent> Catalog = new("a quote", new Dictionary<string, JsonTypeInfo> { ["quote.created"] = Json.QuoteCreated });
}

/// <summary>Head row of a quote.</summary>
public sealed record QuoteRow : HeadRow
{
    public override StreamKind Kind => StreamKind.Quote;

    public required bool Livemode { get; init; }

    public required Money Amount { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>That a payment cites a quote, in the commit that makes the payment: its id is the quote's, so the database takes one only.</summary>
public sealed record QuoteUseRow : IndexRow
{
    public required string PaymentIntentId { get; init; }
}

/// <summary>How a quote is read and written.</summary>
internal sealed class QuoteStream : IStream<Quote, QuoteEvent>
{
    public StreamKind Kind => StreamKind.Quote;

    public ValueTask<Quote> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(QuoteStorage.Read(stored));

    public Quote Apply(Quote? state, QuoteEvent fact) => fact is QuoteCreated created
        ? created.Quote
        : throw new InvalidOperationException($"{fact.GetType().Name} is not a fact of a quote.");

    public (string Type, string Data) WriteFact(QuoteEvent fact) => (QuoteFacts.Catalog.NameOf(fact), QuoteFacts.Catalog.Write(fact));

    public JournalCommit Commit(Quote next, IReadOnlyList<QuoteEvent> facts, JournalFrame frame) => new()
    {
        Head = new QuoteRow
        {
            Id = frame.Id,
            MerchantId = next.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = QuoteStorage.Write(next),
            Livemode = next.Tenant.Livemode,
            Amount = next.Amount,
            Created = next.Created,
            ExpiresAt = next.ExpiresAt,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(MoneyJsonConverter), typeof(CurrencyJsonConverter)])]
[JsonSerializable(typeof(QuoteCreated))]
internal sealed partial class QuoteFactJson : JsonSerializerContext;
