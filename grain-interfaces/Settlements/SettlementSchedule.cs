using PayGate.PaymentIntents;

namespace PayGate.Settlements;

/// <summary>Which days of a merchant, in one mode, are closed.</summary>
[GenerateSerializer, Alias("paygate.settlement-schedule"), Immutable]
public sealed record SettlementSchedule
{
    /// <summary>Of ids, <c>ss_…</c>.</summary>
    public const string Prefix = "ss";

    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    /// <summary>The latest local day that is closed; all before it are, too.</summary>
    [Id(2)]
    public required DateOnly ClosedThrough { get; init; }

    /// <summary>When the next day is closed: a little after its end.</summary>
    [Id(3)]
    public required DateTimeOffset NextAt { get; init; }

    /// <summary>The day on which the balance is to be paid out at once; null where that is done, or nothing goes out on it.</summary>
    [Id(4)]
    public DateOnly? PayoutsOn { get; init; }

    /// <summary>Since when they are due.</summary>
    [Id(5)]
    public DateTimeOffset? PayoutsDueAt { get; init; }

    /// <summary>The latest local day on which the balance was paid out by itself, or nothing could be, at first the day through which days were closed when it was opened; null before the first in a schedule of an older release.</summary>
    [Id(6)]
    public DateOnly? PaidOutThrough { get; init; }

    /// <summary>The id of a merchant's one schedule in a mode. The merchant's id must be well formed.</summary>
    public static string IdOf(Tenant tenant) =>
        ObjectId.Derived(Prefix, tenant.MerchantId, ObjectId.CreatedAt(tenant.MerchantId), $"settlements/{(tenant.Livemode ? "live" : "test")}");
}
