using PayGate.ExchangeRates;
using PayGate.Grains.Journal;

namespace PayGate.Grains.ExchangeRates;

/// <summary>How the exchange rates are read, changed and written, each accepted rate with a row of the history.</summary>
internal sealed class RateStream : IStream<RateSheet, RateEvent>
{
    public StreamKind Kind => StreamKind.ExchangeRates;

    public ValueTask<RateSheet> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(RateStorage.Read(stored));

    public RateSheet Apply(RateSheet? state, RateEvent fact) => RateDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(RateEvent fact) => (RateFacts.Catalog.NameOf(fact), RateFacts.Catalog.Write(fact));

    public JournalCommit Commit(RateSheet next, IReadOnlyList<RateEvent> facts, JournalFrame frame) => new()
    {
        Head = new ExchangeRatesRow
        {
            Id = frame.Id,
            MerchantId = IExchangeRatesGrain.Owner,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = RateStorage.Write(next),
            AskedAt = next.AskedAt,
            Source = next.Source,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
        Index = [.. facts.Zip(frame.Facts).SelectMany(pair => Accepted(pair.First, pair.Second))],
    };

    private static IEnumerable<IndexRow> Accepted(RateEvent fact, FactRow row) => fact switch
    {
        RatesRefreshed refreshed => refreshed.Accepted.Select(rate => new AcceptedRateRow
        {
            Id = $"{row.StreamId}/{row.Seq}/{rate.Key}",
            MerchantId = row.MerchantId,
            Currency = Currency.Parse(rate.Key),
            InBase = rate.Value,
            AsOf = refreshed.AsOf!.Value,
            AcceptedAt = refreshed.AskedAt,
            Source = refreshed.Source,
            BeyondBand = false,
        }),
        RateSet set =>
        [
            new AcceptedRateRow
            {
                Id = $"{row.StreamId}/{row.Seq}/{set.Currency}",
                MerchantId = row.MerchantId,
                Currency = set.Currency,
                InBase = set.After,
                AsOf = set.SetAt,
                AcceptedAt = set.SetAt,
                Source = HeldRate.Operator,
                BeyondBand = set.BeyondBand,
                SetBy = set.By,
                Reason = set.Reason,
            },
        ],
        _ => [],
    };
}
