using System.Text.Json;
using PayGate.Grains.Journal;
using PayGate.SetupIntents;

namespace PayGate.Grains.SetupIntents;

/// <summary>How a setup is read, changed and written.</summary>
internal sealed class SetupIntentStream : IStream<SetupIntent, SetupIntentEvent>
{
    /// <summary>The bank's deadline is 5 s; an answer that is not committed this long after the start is asked for.</summary>
    private static readonly TimeSpan UnknownAfter = TimeSpan.FromSeconds(8);

    public StreamKind Kind => StreamKind.SetupIntent;

    public ValueTask<SetupIntent> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(SetupIntentStorage.Read(stored));

    public SetupIntent Apply(SetupIntent? state, SetupIntentEvent fact) => SetupIntentEvolution.Apply(state, fact);

    public (string Type, string Data) WriteFact(SetupIntentEvent fact) => (SetupIntentFacts.Catalog.NameOf(fact), SetupIntentFacts.Catalog.Write(fact));

    public JournalCommit Commit(SetupIntent next, IReadOnlyList<SetupIntentEvent> facts, JournalFrame frame) => new()
    {
        Head = new SetupIntentRow
        {
            Id = frame.Id,
            MerchantId = next.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = SetupIntentStorage.Write(next),
            DueAt = next.Status == SetupIntentStatus.Processing ? next.LatestAttempt!.StartedAt + UnknownAfter : null,
            Livemode = next.Tenant.Livemode,
            Status = JsonNamingPolicy.SnakeCaseLower.ConvertName(next.Status.ToString()),
            CustomerId = next.Erased ? null : next.Details.Customer,
            PaymentMethodId = next.PaymentMethod?.Id,
            Created = next.Created,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
    };
}
