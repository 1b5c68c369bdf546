using System.Collections.Immutable;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.RefundRequests;
using PayGate.PaymentIntents;
using PayGate.RefundRequests;

namespace PayGate.Domain.Tests.RefundRequests;

/// <summary>Refund requests in every state, made by the facts that lead there.</summary>
internal static class GivenRequest
{
    public const string Id = "rr_000000000000000000000test1";

    public static readonly RequestInfo Caller = new() { RequestId = "req_1" };

    /// <summary>10,000 captured, nothing given back.</summary>
    public static readonly PaymentIntent Paid = Given.Captured();

    /// <summary>By name; the names are the rows of the table of legal moves.</summary>
    public static readonly IReadOnlyDictionary<string, RefundRequest> States = new Dictionary<string, RefundRequest>
    {
        ["pending"] = Opened(),
        ["approved"] = Approved(),
        ["approved (told so)"] = Approved().Then(Unknown()),
        ["completed"] = Approved().Then(new RefundMade()),
        ["failed"] = Approved().Then(new RefundNotMade("expired_card")),
        ["rejected"] = Opened().Then(new Reject("Worn.", Caller)),
    };

    public static RefundRequest Opened() => FactsOf(null, Open(700)).Aggregate((RefundRequest?)null, RefundRequestDecider.Apply)!;

    public static RefundRequest Approved() => Opened().Then(new Approve(Given.RefundId, Caller));

    public static RefundUnknown Unknown() => new(Given.Start.AddSeconds(10));

    public static Open Open(long? amount, PaymentIntent? payment = null) => new(
        Id,
        payment ?? Paid,
        new CreateRefundRequest
        {
            Tenant = Given.Tenant,
            Customer = "cus_1",
            PaymentIntent = Given.Id,
            Amount = amount,
            Reason = "Too small.",
            Request = Caller,
        });

    public static ImmutableArray<RefundRequestEvent> FactsOf(RefundRequest? state, RefundRequestCommand command)
    {
        var decision = RefundRequestDecider.Decide(state, command, Given.Start);
        Assert.True(decision.IsSuccess, $"{command.GetType().Name} was refused: {decision.Refusal?.Code}");
        return decision.Value;
    }

    public static RefundRequest Then(this RefundRequest state, RefundRequestCommand command) =>
        FactsOf(state, command).Aggregate(state, RefundRequestDecider.Apply);
}
