using PayGate.PaymentIntents;
using PayGate.RateLimits;

namespace PayGate.Wire.V1;

/// <summary>What an account may approve per day and month in one currency, in the smallest unit. Absent members are null, never left out.</summary>
public sealed record LimitResource
{
    /// <summary>The currency: there is one for each.</summary>
    public required string Id { get; init; }

    [Words("limit")]
    public string Object { get; init; } = "limit";

    public required string Currency { get; init; }

    /// <summary>What may be approved in a day of the account's time zone; null for no limit.</summary>
    public long? DailyAmount { get; init; }

    /// <summary>When the next day begins.</summary>
    public required long DailyResetsAt { get; init; }

    /// <summary>Approved today, or with an outcome that is not known yet; null while the currency has no limit.</summary>
    public long? DailyUsed { get; init; }

    public required bool Livemode { get; init; }

    /// <summary>What may be approved in a month of the account's time zone; null for no limit.</summary>
    public long? MonthlyAmount { get; init; }

    /// <summary>When the next month begins.</summary>
    public required long MonthlyResetsAt { get; init; }

    /// <summary>Approved this month, or with an outcome that is not known yet; null while the currency has no limit.</summary>
    public long? MonthlyUsed { get; init; }
}

/// <summary>Limits as their public object. Pure: the same view gives the same bytes.</summary>
public static class LimitRendering
{
    public static LimitResource ToResource(this AmountLimitView view) => new()
    {
        Id = view.Key.Currency.Code,
        Currency = view.Key.Currency.Code,
        DailyAmount = view.Daily.Amount,
        DailyResetsAt = view.Daily.ResetsAt.ToUnixTimeSeconds(),
        DailyUsed = view.Daily.Used,
        Livemode = view.Key.Tenant.Livemode,
        MonthlyAmount = view.Monthly.Amount,
        MonthlyResetsAt = view.Monthly.ResetsAt.ToUnixTimeSeconds(),
        MonthlyUsed = view.Monthly.Used,
    };

    public static Answer ToAnswer(this AmountLimitView view) => new() { Status = 200, Body = WireJson.Write(view.ToResource()) };
}
