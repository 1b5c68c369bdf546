using System.Collections.Immutable;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Settlements;

/// <summary>
/// The facts of a schedule's stream, in the order in which they can happen. They are stored as JSON and hashed: members are added, never renamed or removed.
/// </summary>
public abstract record SettlementScheduleEvent
{
    public required DateTimeOffset At { get; init; }
}

public sealed record ScheduleOpened : SettlementScheduleEvent
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    public required bool Livemode { get; init; }

    public required DateOnly ClosedThrough { get; init; }

    public required DateTimeOffset NextAt { get; init; }
}

/// <summary>A day is closed, and with it days before it that brought nothing.</summary>
public sealed record DaysClosed : SettlementScheduleEvent
{
    public required DateOnly Through { get; init; }

    /// <summary>The batches of that day, one for each currency.</summary>
    public ImmutableArray<string> Batches { get => field.IsDefault ? [] : field; init; } = [];

    public required DateTimeOffset NextAt { get; init; }

    /// <summary>The running day, if the merchant's balance goes out on it; null if not.</summary>
    public DateOnly? PayoutsOn { get; init; }
}

/// <summary>What was available went out.</summary>
public sealed record PaidOut : SettlementScheduleEvent
{
    public required DateOnly On { get; init; }

    /// <summary>The payouts, one for each currency that had something.</summary>
    public ImmutableArray<string> Payouts { get => field.IsDefault ? [] : field; init; } = [];
}

/// <summary>Somebody had all ended days closed.</summary>
public sealed record RunOrdered : SettlementScheduleEvent
{
    public required RequestInfo Request { get; init; }
}
