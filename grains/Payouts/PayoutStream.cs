using System.Text.Json;
using PayGate.Grains.Journal;
using PayGate.Payouts;

namespace PayGate.Grains.Payouts;

/// <summary>How a payout is read, changed and written, with what its facts book in the one commit.</summary>
internal sealed class PayoutStream : IStream<Payout, PayoutEvent>
{
    public StreamKind Kind => StreamKind.Payout;

    public ValueTask<Payout> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(PayoutStorage.Read(stored));

    public Payout Apply(Payout? state, PayoutEvent fact) => PayoutDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(PayoutEvent fact) => (PayoutFacts.Catalog.NameOf(fact), PayoutFacts.Catalog.Write(fact));

    public JournalCommit Commit(Payout next, IReadOnlyList<PayoutEvent> facts, JournalFrame frame) => new()
    {
        Head = new PayoutRow
        {
            Id = frame.Id,
            MerchantId = next.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = PayoutStorage.Write(next),
            DueAt = PayoutDecider.DueAt(next),
            Livemode = next.Tenant.Livemode,
            Status = JsonNamingPolicy.SnakeCaseLower.ConvertName(next.Status.ToString()),
            Amount = next.Amount,
            Automatic = next.Automatic,
            Destination = next.Destination.Id,
            ArrivalAt = next.Times.ArrivalAt,
            Created = next.Created,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
        Index = [.. facts.SelectMany(fact => PayoutLedger.Transactions(next, fact))],
        Transfers = [.. facts.SelectMany(fact => PayoutLedger.Transfers(next, fact))],
    };
}
