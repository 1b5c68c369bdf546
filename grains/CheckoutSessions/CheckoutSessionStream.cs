using System.Text.Json;
using PayGate.CheckoutSessions;
using PayGate.Grains.Journal;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>How a session is read, changed and written.</summary>
internal sealed class CheckoutSessionStream : IStream<CheckoutSession, CheckoutSessionEvent>
{
    public StreamKind Kind => StreamKind.CheckoutSession;

    public ValueTask<CheckoutSession> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(CheckoutSessionStorage.Read(stored));

    public CheckoutSession Apply(CheckoutSession? state, CheckoutSessionEvent fact) => CheckoutSessionEvolution.Apply(state, fact);

    public (string Type, string Data) WriteFact(CheckoutSessionEvent fact) => (CheckoutSessionFacts.Catalog.NameOf(fact), CheckoutSessionFacts.Catalog.Write(fact));

    public JournalCommit Commit(CheckoutSession next, IReadOnlyList<CheckoutSessionEvent> facts, JournalFrame frame) => new()
    {
        Head = new CheckoutSessionRow
        {
            Id = frame.Id,
            MerchantId = next.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = CheckoutSessionStorage.Write(next),
            DueAt = next.Status == CheckoutSessionStatus.Open ? next.ExpiresAt : null,
            Livemode = next.Tenant.Livemode,
            Status = JsonNamingPolicy.SnakeCaseLower.ConvertName(next.Status.ToString()),
            PaymentIntentId = next.PaymentIntentId,
            CustomerId = next.Erased ? null : next.Details.Customer,
            OrderId = next.Details.OrderId,
            PaymentLinkId = next.Details.PaymentLink,
            Created = next.Created,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
    };
}
