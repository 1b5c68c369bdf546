using PayGate.Grains.Journal;
using PayGate.RateLimits;

namespace PayGate.Grains.RateLimits;

/// <summary>Head row of a rate limit: the limits and what of them is spoken for, so that the database can refuse a grant that does not fit.</summary>
public sealed record AmountLimitRow : HeadRow
{
    public override StreamKind Kind => StreamKind.RateLimit;

    public required LimitKey Key { get; init; }

    public required long? Daily { get; init; }

    public required long? Monthly { get; init; }

    public required DateTimeOffset DayStart { get; init; }

    /// <summary>Taken without a lease.</summary>
    public required long DayBefore { get; init; }

    /// <summary>Taken from leases, or held by them.</summary>
    public required long DayTaken { get; init; }

    public required DateTimeOffset MonthStart { get; init; }

    public required long MonthBefore { get; init; }

    public required long MonthTaken { get; init; }
}

/// <summary>A lease as it was granted. The database counts in the same row what is taken from it, and refuses what does not fit or comes too late.</summary>
public sealed record AmountLeaseRow : IndexRow
{
    public required string LimitId { get; init; }

    public required string Holder { get; init; }

    public required long Amount { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }
}

/// <summary>What a payment takes from a lease in the commit that starts to ask the bank for it, and what it gives back in the commit of the outcome.</summary>
public sealed record AmountMoveRow : IndexRow
{
    private const string Taken = "taken";
    private const string Settled = "settled";

    public required string Step { get; init; }

    public required string LeaseId { get; init; }

    /// <summary>Taken, or, negative, given back.</summary>
    public required long Amount { get; init; }

    /// <param name="merchantId">Whose.</param>
    /// <param name="reference">Under which the bank is asked.</param>
    /// <param name="leaseId">From which.</param>
    /// <param name="amount">How much.</param>
    public static AmountMoveRow Take(string merchantId, string reference, string leaseId, Money amount) =>
        new() { Id = reference, MerchantId = merchantId, Step = Taken, LeaseId = leaseId, Amount = amount.MinorUnits };

    /// <inheritdoc cref="Take"/>
    public static AmountMoveRow Settle(string merchantId, string reference, string leaseId, Money givenBack) =>
        new() { Id = reference, MerchantId = merchantId, Step = Settled, LeaseId = leaseId, Amount = -givenBack.MinorUnits };
}
