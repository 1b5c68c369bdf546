using System.Collections.Immutable;
using PayGate.Disputes;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.Disputes;
using PayGate.PaymentIntents;
using PassTime = PayGate.Grains.Disputes.PassTime;
using Open = PayGate.Grains.Disputes.Open;
using Update = PayGate.Grains.Disputes.Update;

namespace PayGate.Domain.Tests.Disputes;

/// <summary>Disputes in every state, made by the facts that lead there.</summary>
internal static class GivenDispute
{
    public const string Id = "dp_000000000000000000000test1";

    public static readonly RequestInfo Caller = new() { RequestId = "req_1" };

    public static readonly DateTimeOffset Due = Given.Start.AddDays(7);

    public static readonly DisputeMovement Back = new()
    {
        Id = "txn_000000000000000000000tes2",
        Amount = new Money(70_000, Currency.Mad),
        Fee = Money.Zero(Currency.Mad),
        ExchangeRate = 10m,
        At = Given.Start,
        AvailableOn = Given.Start.AddDays(2),
    };

    /// <summary>By name; the names are the rows of the table of legal moves.</summary>
    public static IReadOnlyDictionary<string, Dispute> States => new Dictionary<string, Dispute>
    {
        ["needs_response"] = Opened(),
        ["needs_response (staged)"] = Opened().Then(Staged()),
        ["under_review"] = Submitted(),
        ["under_review (awaited)"] = Submitted().Then(new AwaitRuling(Due)),
        ["won"] = Submitted().Then(new Rule(true, RequestInfo.None)),
        ["won (returned)"] = Submitted().Then(new Rule(true, RequestInfo.None)).Then(new PaymentKnows(Back)),
        ["lost"] = Submitted().Then(new Rule(false, RequestInfo.None)),
        ["lost (recorded)"] = Submitted().Then(new Rule(false, RequestInfo.None)).Then(new PaymentKnows(null)),
    };

    public static Dispute Opened() => FactsOf(null, Opening()).Aggregate((Dispute?)null, DisputeDecider.Apply)!;

    public static Dispute Submitted() => Opened().Then(Evidence("uncategorized_text", "Sent and received."));

    public static Update Staged() => Evidence("product_description", "Two cups", submit: false);

    public static Update Evidence(string member, string? text, bool? submit = null) =>
        Changes(ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal).Add(member, text), submit);

    public static Update Changes(ImmutableSortedDictionary<string, string?>? evidence, bool? submit = null, MetadataPatch? metadata = null) => new(
        new UpdateDispute { Tenant = Given.Tenant, Evidence = evidence, Metadata = metadata ?? new MetadataPatch(), Submit = submit, Request = Caller });

    public static Open Opening() => new(
        Id,
        new OpenDisputeCommand
        {
            Tenant = Given.Tenant,
            Charge = Given.ChargeId,
            PaymentIntent = Given.Id,
            Customer = "cus_1",
            Amount = new Money(7_000, Currency.Usd),
            Reason = "product_not_received",
            OpenedAt = Given.Start,
            Withdrawal = Back with { Id = Given.TransactionId, Amount = -Back.Amount, Fee = new Money(15_000, Currency.Mad) },
            Request = Caller,
        });

    public static ImmutableArray<DisputeEvent> FactsOf(Dispute? state, DisputeActorCommand command, DateTimeOffset? at = null)
    {
        var decision = DisputeDecider.Decide(state, command, at ?? Given.Start);
        Assert.True(decision.IsSuccess, $"{command.GetType().Name} was refused: {decision.Refusal?.Code}");
        return decision.Value;
    }

    public static Dispute Then(this Dispute state, DisputeActorCommand command, DateTimeOffset? at = null) =>
        FactsOf(state, command, at).Aggregate(state, DisputeDecider.Apply);

    public static PassTime Deadline { get; } = new();
}
