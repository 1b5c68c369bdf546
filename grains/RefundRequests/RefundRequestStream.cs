using System.Text.Json;
using PayGate.Grains.Journal;
using PayGate.RefundRequests;

namespace PayGate.Grains.RefundRequests;

/// <summary>How a refund request is read, changed and written.</summary>
internal sealed class RefundRequestStream : IStream<RefundRequest, RefundRequestEvent>
{
    public StreamKind Kind => StreamKind.RefundRequest;

    /// <summary>A payment has one open request at the most.</summary>
    public Refusal? KeyTaken => RefundRequestRefusals.AlreadyOpen;

    public ValueTask<RefundRequest> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(RefundRequestStorage.Read(stored));

    public RefundRequest Apply(RefundRequest? state, RefundRequestEvent fact) => RefundRequestDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(RefundRequestEvent fact) => (RefundRequestFacts.Catalog.NameOf(fact), RefundRequestFacts.Catalog.Write(fact));

    public JournalCommit Commit(RefundRequest next, IReadOnlyList<RefundRequestEvent> facts, JournalFrame frame) => new()
    {
        Head = new RefundRequestRow
        {
            Id = frame.Id,
            MerchantId = next.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = RefundRequestStorage.Write(next),
            DueAt = next.Status == RefundRequestStatus.Approved ? next.Refund!.LookAt : null,
            Livemode = next.Tenant.Livemode,
            Status = JsonNamingPolicy.SnakeCaseLower.ConvertName(next.Status.ToString()),
            CustomerId = next.Customer,
            PaymentIntentId = next.PaymentIntent,
            Amount = next.Amount,
            RefundId = next.Refund?.Id,
            Erased = next.Erased,
            Created = next.Created,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
        Index =
        [
            .. facts.OfType<RefundRequestCreated>().Where(created => created.Held is not null).Select(created => new RefundHoldRow
            {
                Id = frame.Id,
                MerchantId = next.Tenant.MerchantId,
                Livemode = next.Tenant.Livemode,
                Amount = created.Held!.Value,
            }),
        ],
    };
}
