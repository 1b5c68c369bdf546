using PayGate.PaymentIntents;

namespace PayGate.Settlements;

/// <summary>The life of a batch; the legal moves are in grains/Settlements/README.md.</summary>
public enum SettlementBatchStatus
{
    /// <summary>Movements of the closed day are being assigned to it; it is shown to nobody yet.</summary>
    Collecting,

    /// <summary>Closed: its figures are final, its money is on its way until the payout date.</summary>
    Pending,

    /// <summary>Its payout date has come and its net is being booked.</summary>
    Processing,

    /// <summary>Its net is part of the merchant's available balance.</summary>
    Settled,

    /// <summary>Its net could not be booked on its payout date; it is tried again.</summary>
    Failed,
}

/// <summary>
/// All movements of a merchant's balance in one currency and mode that one closed day brought: captures less refunds, fees and disputes, paid out on the second
/// business day after it. Every movement is in exactly one batch.
/// </summary>
[GenerateSerializer, Alias("paygate.settlement-batch"), Immutable]
public sealed record SettlementBatch
{
    /// <summary>Of ids, <c>sb_…</c>.</summary>
    public const string Prefix = "sb";

    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    /// <summary>The settlement currency of all its amounts.</summary>
    [Id(2)]
    public required Currency Currency { get; init; }

    /// <summary>The merchant's local day that was closed.</summary>
    [Id(3)]
    public required DateOnly Day { get; init; }

    /// <summary>The first instant after that day, in the merchant's time zone.</summary>
    [Id(4)]
    public required DateTimeOffset DayEnd { get; init; }

    /// <summary>The local day on which its net becomes available: two business days after <see cref="Day"/>.</summary>
    [Id(5)]
    public required DateOnly PayoutOn { get; init; }

    /// <summary>The beginning of that day.</summary>
    [Id(6)]
    public required DateTimeOffset PayoutAt { get; init; }

    [Id(7)]
    public required SettlementBatchStatus Status { get; init; }

    [Id(8)]
    public required BatchTotals Totals { get; init; }

    [Id(9)]
    public required DateTimeOffset Created { get; init; }

    /// <summary>When its net was booked; null before.</summary>
    [Id(10)]
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Why its net could not be booked, and when that is tried again; null unless it failed.</summary>
    [Id(11)]
    public BatchFailure? Failure { get; init; }

    public Money Net => new(Totals.Net, Currency);

    /// <summary>The id of the one batch of a merchant, mode, currency and day, whatever time zone the merchant counts that day in.</summary>
    public static string IdOf(Tenant tenant, Currency currency, DateOnly day) => ObjectId.Derived(
        Prefix, tenant.MerchantId, new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), $"{(tenant.Livemode ? "live" : "test")}/{currency}/{day:yyyy-MM-dd}");
}

/// <summary>What a batch adds up to, in minor units of its currency.</summary>
[GenerateSerializer, Alias("paygate.settlement-batch.totals"), Immutable]
public sealed record BatchTotals
{
    public static readonly BatchTotals None = new();

    /// <summary>How many movements it has.</summary>
    [Id(0)]
    public long Movements { get; init; }

    /// <summary>All captures.</summary>
    [Id(1)]
    public long Gross { get; init; }

    /// <summary>All refunds, positive, less those that failed after all.</summary>
    [Id(2)]
    public long Refunds { get; init; }

    /// <summary>All fees of all movements.</summary>
    [Id(3)]
    public long Fees { get; init; }

    /// <summary>All disputed amounts, positive, less those that were won back.</summary>
    [Id(4)]
    public long Disputes { get; init; }

    /// <summary>What the merchant gets; negative where more went back than came in.</summary>
    public long Net => checked(Gross - Refunds - Fees - Disputes);
}

/// <summary>Why a batch's net could not be booked.</summary>
[GenerateSerializer, Alias("paygate.settlement-batch.failure"), Immutable]
public sealed record BatchFailure
{
    /// <summary>The merchant's payments are stopped, and with them its money.</summary>
    public const string MerchantSuspended = "merchant_suspended";

    /// <summary>One of the words above.</summary>
    [Id(0)]
    public required string Reason { get; init; }

    /// <summary>When it is tried again.</summary>
    [Id(1)]
    public required DateTimeOffset RetryAt { get; init; }
}
