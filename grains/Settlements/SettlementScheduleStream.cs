using PayGate.Grains.Journal;
using PayGate.Settlements;

namespace PayGate.Grains.Settlements;

/// <summary>How a schedule is read, changed and written.</summary>
internal sealed class SettlementScheduleStream : IStream<SettlementSchedule, SettlementScheduleEvent>
{
    public StreamKind Kind => StreamKind.SettlementSchedule;

    public ValueTask<SettlementSchedule> Read(byte[] stored, CancellationToken cancellationToken) =>
        ValueTask.FromResult(SettlementScheduleStorage.Read(stored));

    public SettlementSchedule Apply(SettlementSchedule? state, SettlementScheduleEvent fact) => SettlementScheduleDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(SettlementScheduleEvent fact) => (SettlementFacts.Schedules.NameOf(fact), SettlementFacts.Schedules.Write(fact));

    public JournalCommit Commit(SettlementSchedule next, IReadOnlyList<SettlementScheduleEvent> facts, JournalFrame frame) => new()
    {
        Head = new SettlementScheduleRow
        {
            Id = frame.Id,
            MerchantId = next.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = SettlementScheduleStorage.Write(next),
            DueAt = next.PayoutsDueAt ?? next.NextAt,
            Livemode = next.Tenant.Livemode,
            ClosedThrough = next.ClosedThrough,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
    };
}
