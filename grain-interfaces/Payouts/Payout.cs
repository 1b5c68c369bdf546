using System.Collections.Immutable;
using PayGate.PaymentIntents;

namespace PayGate.Payouts;

/// <summary>Public status of a payout; the legal moves are in grains/Payouts/README.md.</summary>
public enum PayoutStatus
{
    /// <summary>Taken from the available balance; the bank has not been told.</summary>
    Pending,

    /// <summary>The bank was, or is just being told. Whether it took the order may not be known yet.</summary>
    InTransit,

    /// <summary>Arrived.</summary>
    Paid,

    /// <summary>The bank refused it; the money is back.</summary>
    Failed,

    /// <summary>Withdrawn before the bank was told; the money is back.</summary>
    Canceled,
}

/// <summary>Money on its way from a merchant's available balance to its bank account, as last committed.</summary>
[GenerateSerializer, Alias("paygate.payout"), Immutable]
public sealed record Payout
{
    /// <summary>Of ids, <c>po_…</c>.</summary>
    public const string Prefix = "po";

    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    [Id(2)]
    public required DateTimeOffset Created { get; init; }

    [Id(3)]
    public required PayoutStatus Status { get; init; }

    /// <summary>In a settlement currency, positive.</summary>
    [Id(4)]
    public required Money Amount { get; init; }

    /// <summary>Made by the merchant's schedule, not by a request.</summary>
    [Id(5)]
    public required bool Automatic { get; init; }

    [Id(6)]
    public required PayoutDestination Destination { get; init; }

    [Id(7)]
    public required PayoutTimes Times { get; init; }

    /// <summary>The balance transaction that took the money, <c>txn_…</c>.</summary>
    [Id(8)]
    public required string TransactionId { get; init; }

    [Id(9)]
    public string? Description { get; init; }

    [Id(10)]
    public string? StatementDescriptor { get; init; }

    [Id(11)]
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    /// <summary>When the bank was first told; null before.</summary>
    [Id(12)]
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The bank's own number of the transfer; null until it has said that it took the order.</summary>
    [Id(13)]
    public string? TraceId { get; init; }

    /// <summary>The bank's word; null unless it failed.</summary>
    [Id(14)]
    public string? FailureCode { get; init; }

    /// <summary>The balance transaction that brought the money back; null unless it failed or was canceled.</summary>
    [Id(15)]
    public string? ReturnTransactionId { get; init; }

    /// <summary>When it came to its end.</summary>
    [Id(16)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The request that made it; none for automatic ones.</summary>
    [Id(17)]
    public required RequestInfo Request { get; init; }

    /// <summary>The id of the one automatic payout of a merchant, mode, currency and day.</summary>
    public static string AutomaticIdOf(Tenant tenant, Currency currency, DateOnly day) => ObjectId.Derived(
        Prefix, tenant.MerchantId, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), $"payouts/{(tenant.Livemode ? "live" : "test")}/{currency}/{day:yyyy-MM-dd}");
}

/// <summary>What is shown of the account that a payout goes to.</summary>
[GenerateSerializer, Alias("paygate.payout.destination"), Immutable]
public sealed record PayoutDestination
{
    /// <summary><c>ba_…</c></summary>
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string BankName { get; init; }

    [Id(2)]
    public required string Country { get; init; }

    [Id(3)]
    public required string Last4 { get; init; }
}

/// <summary>When a payout goes and arrives.</summary>
[GenerateSerializer, Alias("paygate.payout.times"), Immutable]
public sealed record PayoutTimes
{
    /// <summary>How long one that somebody asked for can be withdrawn before the bank is told.</summary>
    public static readonly TimeSpan Withdrawable = TimeSpan.FromHours(1);

    /// <summary>When the bank is told.</summary>
    [Id(0)]
    public required DateTimeOffset SendAt { get; init; }

    /// <summary>The local day on which it arrives: the first business day after the one on which the bank is told.</summary>
    [Id(1)]
    public required DateOnly ArrivalOn { get; init; }

    /// <summary>The beginning of that day.</summary>
    [Id(2)]
    public required DateTimeOffset ArrivalAt { get; init; }

    /// <param name="created">When the payout is made.</param>
    /// <param name="automatic">One of the schedule goes at once.</param>
    /// <param name="zone">The merchant's.</param>
    public static PayoutTimes Of(DateTimeOffset created, bool automatic, TimeZoneInfo zone)
    {
        var sendAt = automatic ? created : created + Withdrawable;
        var arrivalOn = BusinessDays.After(LocalDay.Of(sendAt, zone));
        return new PayoutTimes { SendAt = sendAt, ArrivalOn = arrivalOn, ArrivalAt = LocalDay.StartOf(arrivalOn, zone) };
    }
}
