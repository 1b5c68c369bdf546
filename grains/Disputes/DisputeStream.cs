using System.Text.Json;
using PayGate.Disputes;
using PayGate.Grains.Journal;

namespace PayGate.Grains.Disputes;

/// <summary>How a dispute is read, changed and written.</summary>
internal sealed class DisputeStream : IStream<Dispute, DisputeEvent>
{
    /// <summary>The issuer rules, and the payment is told, in the call that made it necessary; longer than that it takes only after a crash or a silent bank.</summary>
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(8);

    public StreamKind Kind => StreamKind.Dispute;

    public ValueTask<Dispute> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(DisputeStorage.Read(stored));

    public Dispute Apply(Dispute? state, DisputeEvent fact) => DisputeDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(DisputeEvent fact) => (DisputeFacts.Catalog.NameOf(fact), DisputeFacts.Catalog.Write(fact));

    public JournalCommit Commit(Dispute next, IReadOnlyList<DisputeEvent> facts, JournalFrame frame) => new()
    {
        Head = new DisputeRow
        {
            Id = frame.Id,
            MerchantId = next.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = DisputeStorage.Write(next),
            DueAt = DueAt(next),
            Livemode = next.Tenant.Livemode,
            Status = JsonNamingPolicy.SnakeCaseLower.ConvertName(next.Status.ToString()),
            PaymentIntentId = next.PaymentIntent,
            ChargeId = next.Charge,
            CustomerId = next.Customer,
            Amount = next.Amount,
            EvidenceDueBy = next.EvidenceDueBy,
            Erased = next.Erased,
            Created = next.Created,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
    };

    /// <summary>The earliest instant at which time alone asks for something.</summary>
    public static DateTimeOffset? DueAt(Dispute dispute) => dispute switch
    {
        { Status: DisputeStatus.NeedsResponse } => dispute.EvidenceDueBy,
        { Status: DisputeStatus.UnderReview } => dispute.RulingAt ?? dispute.SubmittedAt + LookAfter,
        { OwesPayment: true, EndedAt: { } at } => at + LookAfter,
        _ => null,
    };
}
