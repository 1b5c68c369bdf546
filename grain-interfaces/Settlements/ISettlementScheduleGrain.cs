using PayGate.PaymentIntents;

namespace PayGate.Settlements;

/// <summary>
/// A merchant's settlement in one mode, keyed <c>ss_…</c> (<see cref="SettlementSchedule.IdOf"/>): closes each local day after its midnight, in order, and every missed
/// one after a downtime. Which batch a movement belongs to is decided here and nowhere else.
/// </summary>
[Alias("paygate.ISettlementScheduleGrain")]
public interface ISettlementScheduleGrain : IGrainWithStringKey
{
    /// <summary>Begins with the day of the merchant's oldest movement that has no batch, or with the running day. A repeat changes nothing.</summary>
    [Alias("open")]
    Task<SettlementSchedule> Open(Tenant tenant, CancellationToken cancellationToken);

    /// <summary>Closes the days that have ended a minute ago or longer, for a few seconds at the most; what is left stays due.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);

    /// <summary>
    /// Closes every day that has ended, without the minute's wait; the running day never. Answers the schedule. Refuses settlement_running while days are left that take
    /// longer than a call may.
    /// </summary>
    [Alias("run")]
    Task<Outcome<Answer>> Run(RunSettlement command, CancellationToken cancellationToken);
}

[GenerateSerializer, Alias("paygate.settlement-schedule.run"), Immutable]
public sealed record RunSettlement
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required RequestInfo Request { get; init; }
}
