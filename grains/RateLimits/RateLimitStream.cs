using PayGate.Grains.Journal;

namespace PayGate.Grains.RateLimits;

/// <summary>How a rate limit is read, changed and written; a grant writes the lease's row in the same commit.</summary>
internal sealed class RateLimitStream : IStream<RateLimitState, RateLimitEvent>
{
    public StreamKind Kind => StreamKind.RateLimit;

    public ValueTask<RateLimitState> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(RateLimitStorage.Read(stored));

    public RateLimitState Apply(RateLimitState? state, RateLimitEvent fact) => RateLimitDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(RateLimitEvent fact) => (RateLimitStorage.Facts.NameOf(fact), RateLimitStorage.Facts.Write(fact));

    public JournalCommit Commit(RateLimitState next, IReadOnlyList<RateLimitEvent> facts, JournalFrame frame) => new()
    {
        Head = new AmountLimitRow
        {
            Id = frame.Id,
            MerchantId = next.Key.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = RateLimitStorage.Write(next),
            Key = next.Key,
            Daily = next.Daily,
            Monthly = next.Monthly,
            DayStart = next.Day.Start,
            DayBefore = next.Day.Before,
            DayTaken = next.TakenToday,
            MonthStart = next.Month.Start,
            MonthBefore = next.Month.Before,
            MonthTaken = next.TakenThisMonth,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
        Index = [.. facts.OfType<LeaseGranted>().Select(granted => new AmountLeaseRow
        {
            Id = granted.Id,
            MerchantId = next.Key.Tenant.MerchantId,
            LimitId = frame.Id,
            Holder = granted.Holder,
            Amount = granted.Amount,
            GrantedAt = granted.At,
        })],
    };
}
