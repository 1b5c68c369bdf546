using System.Globalization;
using PayGate.Grains.Settlements;
using PayGate.PaymentIntents;
using PayGate.Settlements;

namespace PayGate.Domain.Tests.Settlements;

/// <summary>A batch of Monday, 7 January 2030 in each of its states, and what leads there.</summary>
internal static class GivenSettlement
{
    public static readonly CloseBatch Close = new()
    {
        Tenant = new Tenant { MerchantId = "mch_1", Livemode = false },
        Currency = Currency.Mad,
        Day = new DateOnly(2030, 1, 7),
        DayEnd = Midnight("2030-01-08"),
        PayoutOn = new DateOnly(2030, 1, 9),
        PayoutAt = Midnight("2030-01-09"),
    };

    public static readonly string BatchId = SettlementBatch.IdOf(Close.Tenant, Close.Currency, Close.Day);

    public static readonly BatchTotals Totals = new() { Movements = 3, Gross = 209_989, Refunds = 55_000, Fees = 6_689, Disputes = 1_000 };

    /// <summary>The facts of a batch that failed once, in order.</summary>
    public static readonly IReadOnlyList<SettlementBatchEvent> Facts =
    [
        .. SettlementBatchDecider.Decide(null, new OpenBatch(BatchId, Close), Midnight("2030-01-08").AddMinutes(1)),
        new BatchClosed { Totals = Totals, At = Midnight("2030-01-08").AddMinutes(2) },
        new BatchProcessing { At = Close.PayoutAt },
        new BatchFailed { Failure = new BatchFailure { Reason = BatchFailure.MerchantSuspended, RetryAt = Close.PayoutAt.AddDays(1) }, At = Close.PayoutAt },
        new BatchProcessing { At = Close.PayoutAt.AddDays(1) },
        new BatchSettled { At = Close.PayoutAt.AddDays(1) },
    ];

    public static readonly IReadOnlyDictionary<string, SettlementBatch?> Batches = new Dictionary<string, SettlementBatch?>
    {
        ["none"] = null,
        ["collecting"] = After(1),
        ["pending"] = After(2),
        ["processing"] = After(3),
        ["failed"] = After(4),
        ["settled"] = After(6),
    };

    public static readonly IReadOnlyList<SettlementScheduleEvent> ScheduleFacts =
    [
        .. SettlementScheduleDecider.Decide(
            null, new OpenSchedule("ss_1", Close.Tenant, null), Midnight("2030-01-07").AddHours(9)),
        new DaysClosed { Through = Close.Day, Batches = [BatchId], NextAt = Midnight("2030-01-09").AddMinutes(1), At = Midnight("2030-01-08").AddMinutes(1) },
        new RunOrdered { Request = new RequestInfo { RequestId = "req_1" }, At = Midnight("2030-01-08").AddHours(3) },
    ];

    public static SettlementSchedule Schedule { get; } = ScheduleFacts.Aggregate((SettlementSchedule?)null, SettlementScheduleDecider.Apply)!;

    public static DateTimeOffset Midnight(string day) => DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture);

    private static SettlementBatch After(int facts) => Facts.Take(facts).Aggregate((SettlementBatch?)null, SettlementBatchDecider.Apply)!;
}
