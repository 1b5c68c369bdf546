using System.Collections.Immutable;
using System.Globalization;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.Payouts;
using PayGate.PaymentIntents;
using PayGate.Payouts;

namespace PayGate.Domain.Tests.Payouts;

/// <summary>A payout of Monday, 7 January 2030 in each of its states, and what leads there.</summary>
internal static class GivenPayout
{
    public const string Id = "po_000000000000000000000test1";

    public static readonly DateTimeOffset Made = At("2030-01-07T09:30:00Z");

    public static readonly RequestInfo Caller = new() { RequestId = "req_1" };

    public static readonly OpenPayout Open = new(
        Id,
        new CreatePayout
        {
            Tenant = Given.Tenant,
            Amount = new Money(50_000, Currency.Mad),
            Description = "Rent",
            StatementDescriptor = "ATLAS",
            Metadata = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("month", "1"),
            Request = Caller,
        },
        false,
        new PayoutDestination { Id = "ba_1", BankName = "PAYGATE TEST BANK", Country = "MA", Last4 = "6789" },
        PayoutTimes.Of(Made, false, TimeZoneInfo.Utc),
        "txn_1");

    public static readonly MetadataPatch Metadata = new() { Changes = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal).Add("month", "2") };

    public static readonly IReadOnlyDictionary<string, Payout?> States = new Dictionary<string, Payout?>
    {
        ["none"] = null,
        ["pending"] = After(),
        ["in_transit (asking)"] = After(new SendPayout()),
        ["in_transit"] = After(new SendPayout(), new AcceptTransfer("000000000007")),
        ["paid"] = After(new SendPayout(), new AcceptTransfer("000000000007"), new ArrivePayout()),
        ["failed"] = After(new SendPayout(), new RefuseTransfer("account_closed", "txn_2")),
        ["canceled"] = After(new WithdrawPayout("txn_2", Caller)),
    };

    /// <summary>Each fact once.</summary>
    public static IEnumerable<PayoutEvent> Facts { get; } =
    [
        .. FactsOf(null, Open), .. FactsOf(States["pending"], new ChangePayout(Metadata, Caller)), .. FactsOf(States["pending"], new SendPayout()),
        .. FactsOf(States["in_transit (asking)"], new AcceptTransfer("000000000007")), .. FactsOf(States["in_transit"], new ArrivePayout()),
        .. FactsOf(States["in_transit (asking)"], new RefuseTransfer("account_closed", "txn_2")), .. FactsOf(States["pending"], new WithdrawPayout("txn_2", Caller)),
    ];

    public static ImmutableArray<PayoutEvent> FactsOf(Payout? state, PayoutCommand command) =>
        PayoutDecider.Decide(state, command, state is null ? Made : Made.AddDays(1)).Value;

    public static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    private static Payout After(params PayoutCommand[] commands) => commands.Aggregate(
        FactsOf(null, Open).Aggregate((Payout?)null, PayoutDecider.Apply)!,
        (state, command) => FactsOf(state, command).Aggregate(state, PayoutDecider.Apply));
}
