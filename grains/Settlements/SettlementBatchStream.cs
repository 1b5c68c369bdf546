using System.Text.Json;
using PayGate.Grains.Journal;
using PayGate.Settlements;

namespace PayGate.Grains.Settlements;

/// <summary>How a batch is read, changed and written, with what its facts book in the one commit.</summary>
internal sealed class SettlementBatchStream : IStream<SettlementBatch, SettlementBatchEvent>
{
    public StreamKind Kind => StreamKind.SettlementBatch;

    public ValueTask<SettlementBatch> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(SettlementBatchStorage.Read(stored));

    public SettlementBatch Apply(SettlementBatch? state, SettlementBatchEvent fact) => SettlementBatchDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(SettlementBatchEvent fact) => (SettlementFacts.Batches.NameOf(fact), SettlementFacts.Batches.Write(fact));

    public JournalCommit Commit(SettlementBatch next, IReadOnlyList<SettlementBatchEvent> facts, JournalFrame frame) => new()
    {
        Head = new SettlementBatchRow
        {
            Id = frame.Id,
            MerchantId = next.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = SettlementBatchStorage.Write(next),
            DueAt = SettlementBatchDecider.DueAt(next),
            Livemode = next.Tenant.Livemode,
            Currency = next.Currency,
            Day = next.Day,
            DayEnd = next.DayEnd,
            PayoutOn = next.PayoutOn,
            Status = JsonNamingPolicy.SnakeCaseLower.ConvertName(next.Status.ToString()),
            Totals = next.Totals,
            Created = next.Created,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
        Transfers = [.. facts.SelectMany(fact => SettlementLedger.Transfers(next, fact))],
    };
}
