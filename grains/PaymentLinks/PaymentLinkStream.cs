using PayGate.Grains.Journal;
using PayGate.PaymentLinks;

namespace PayGate.Grains.PaymentLinks;

/// <summary>Head row of a link: typed columns for lists beside the whole state.</summary>
public sealed record PaymentLinkRow : HeadRow
{
    public override StreamKind Kind => StreamKind.PaymentLink;

    public required bool Livemode { get; init; }

    public required bool Active { get; init; }

    public required DateTimeOffset Created { get; init; }
}

/// <summary>How a link is read, changed and written.</summary>
internal sealed class PaymentLinkStream : IStream<PaymentLink, PaymentLinkEvent>
{
    public StreamKind Kind => StreamKind.PaymentLink;

    public ValueTask<PaymentLink> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(PaymentLinkStorage.Read(stored));

    public PaymentLink Apply(PaymentLink? state, PaymentLinkEvent fact) => PaymentLinkDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(PaymentLinkEvent fact) => (PaymentLinkFacts.Catalog.NameOf(fact), PaymentLinkFacts.Catalog.Write(fact));

    public JournalCommit Commit(PaymentLink next, IReadOnlyList<PaymentLinkEvent> facts, JournalFrame frame) => new()
    {
        Head = new PaymentLinkRow
        {
            Id = frame.Id,
            MerchantId = next.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = PaymentLinkStorage.Write(next),
            Livemode = next.Tenant.Livemode,
            Active = next.Active,
            Created = next.Created,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
    };
}
