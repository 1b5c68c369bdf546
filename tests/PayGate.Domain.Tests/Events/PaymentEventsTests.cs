using System.Text.Json.Nodes;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Events;
using PayGate.Grains.Events;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.Events;

/// <summary>What a payment's events say that things were before.</summary>
public sealed class PaymentEventsTests
{
    private static readonly string Id = ObjectId.New("pi", Given.MerchantId, Given.Start);

    [Fact]
    public void Capture_SaysWhatTheChargeWasBefore()
    {
        var events = Render(
            Opened(),
            new StartAttempt(Given.Visa, Given.Plan, RequestInfo.None),
            new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
            new StartCapture(9_000, RequestInfo.None),
            new CaptureAnswered(Given.Approval(), Given.TransactionId));

        Assert.Equal("""{"amount_capturable":0,"status":"processing"}""", Previous(events, "payment_intent.amount_capturable_updated"));
        Assert.Equal(
            """{"amount_captured":0,"balance_transaction":null,"captured":false,"payment_method_details":{"card":{"capture_before":1773230400}}}""",
            Previous(events, "charge.captured"));
        Assert.Equal("none", Previous(events, "charge.succeeded"));
        Assert.Equal("none", Previous(events, "payment_intent.succeeded"));
    }

    [Fact]
    public void Refund_SaysWhatChargeAndRefundWereBefore()
    {
        var events = Render(
            Opened(CaptureMethod.Automatic),
            new StartAttempt(Given.Visa, Given.Plan, RequestInfo.None),
            new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
            DecisionTests.Refund("re_1", 10_000),
            new RefundAnswered("re_1", Given.Approval(), "txn_2"));

        Assert.Equal("""{"amount_refunded":0,"refunded":false}""", Previous(events, "charge.refunded"));
        Assert.Equal("""{"balance_transaction":null,"status":"pending"}""", Previous(events, "refund.updated"));
        Assert.Equal("none", Previous(events, "refund.created"));
    }

    private static Open Opened(CaptureMethod method = CaptureMethod.Manual) =>
        new(Id, Given.Tenant, Given.Amount, method, new IntentDetails(), null, null, RequestInfo.None);

    /// <summary>All events of a stream, by type.</summary>
    private static Dictionary<string, JsonNode> Render(params PaymentCommand[] commands)
    {
        PaymentIntent? payment = null;
        var stored = new List<StoredFact>();
        foreach (var fact in commands.SelectMany(command => Facts(command)))
        {
            stored.Add(new StoredFact(stored.Count + 1, PaymentIntentFacts.NameOf(fact), PaymentIntentFacts.Write(fact), fact.At));
        }

        var stream = EventStreams.Of(Id);
        var asked = stored.SelectMany(fact => stream.TypesByFact.GetValueOrDefault(fact.Type, []).Select(
            (_, place) => new PublicEventId { StreamId = Id, Seq = fact.Seq, Place = place })).ToList();
        var rendered = stream.Render(stored, asked);
        Assert.Equal((Given.MerchantId, asked.Count), (rendered.MerchantId, rendered.Bodies.Count));
        return rendered.Bodies.Values.Select(body => JsonNode.Parse(body)!).ToDictionary(body => body["type"]!.GetValue<string>());

        IEnumerable<PaymentIntentEvent> Facts(PaymentCommand command)
        {
            foreach (var fact in Given.FactsOf(payment, command))
            {
                payment = payment.Apply(fact);
                yield return fact;
            }
        }
    }

    private static string Previous(Dictionary<string, JsonNode> events, string type) =>
        events[type]["data"]!["previous_attributes"]?.ToJsonString() ?? "none";
}
