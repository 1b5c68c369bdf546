using System.Text;
using PayGate.CardTokens;
using PayGate.Customers;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.CheckoutSessions;
using PayGate.Grains.Customers;
using PayGate.Grains.Disputes;
using PayGate.Grains.PaymentIntents;
using PayGate.Grains.RefundRequests;
using PayGate.PaymentIntents;
using Setups = PayGate.Grains.SetupIntents;

namespace PayGate.Domain.Tests.Journal;

/// <summary>The facts that say that something was erased, as first stored; and what is left of a payment.</summary>
public sealed class ErasedFactsTests
{
    private const string At = """{"at":"2026-03-04T12:00:00+00:00"}""";

    private static readonly DateTimeOffset Instant = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Facts_AreWrittenAndReadAsTheyWereFirst()
    {
        Assert.Equal(At, Setups.SetupIntentFacts.Catalog.Write(new Setups.SetupErased { At = Instant }));
        Assert.Equal(new Setups.SetupErased { At = Instant }, Setups.SetupIntentFacts.Catalog.Read("setup_intent.erased", At));
        Assert.Equal(At, CheckoutSessionFacts.Catalog.Write(new SessionErased { At = Instant }));
        Assert.Equal(new SessionErased { At = Instant }, CheckoutSessionFacts.Catalog.Read("checkout_session.erased", At));
        Assert.Equal(At, RefundRequestFacts.Catalog.Write(new RefundRequestErased { At = Instant }));
        Assert.Equal(new RefundRequestErased { At = Instant }, RefundRequestFacts.Catalog.Read("refund_request.erased", At));
        Assert.Equal(At, DisputeFacts.Catalog.Write(new DisputeErased { At = Instant }));
        Assert.Equal(new DisputeErased { At = Instant }, DisputeFacts.Catalog.Read("dispute.erased", At));
        Assert.Equal(At, CustomerFacts.Write(new CustomerErased { At = Instant }));
        Assert.Equal(new CustomerErased { At = Instant }, CustomerFacts.Read("customer.erased", At, null));
        Assert.Equal(
            """{"request":{"expand":[],"from_browser":false},"at":"2026-03-04T12:00:00+00:00"}""",
            CustomerFacts.Write(new CustomerErasureOrdered { Request = RequestInfo.None, At = Instant }));
    }

    [Fact]
    public void Payment_KeepsItsMoneyAndForgetsItsPerson()
    {
        var patch = new IntentPatch
        {
            Description = new("For Zoraida"),
            ReceiptEmail = new("zoraida@example.com"),
            Shipping = new(new ShippingDetails { Name = "Zoraida", Address = new PostalAddress { City = "Zoraida" } }),
        };
        var method = new PaymentMethodSnapshot
        {
            Id = "pm_0000000000000000000000001",
            BillingName = "Zoraida",
            Card = Given.Visa.Card with { Fingerprint = "zoraidas" },
        };
        var paid = Given.Opened();
        PaymentCommand[] commands =
        [
            Given.Change(details: patch), new StartAttempt(method, Given.Plan, RequestInfo.None),
            new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
        ];
        foreach (var command in commands)
        {
            paid = Given.FactsOf(paid, command).Aggregate(paid, (state, fact) => state.Apply(fact));
        }

        Assert.Contains("Zoraida", Text(paid), StringComparison.OrdinalIgnoreCase);
        var erased = Given.FactsOf(paid, new ErasePayment()).Aggregate(paid, (state, fact) => state.Apply(fact));

        Assert.DoesNotContain("zoraida", Text(erased), StringComparison.OrdinalIgnoreCase);
        Assert.Equal((paid.Status, paid.Amount, paid.AmountCaptured), (erased.Status, erased.Amount, erased.AmountCaptured));
        Assert.Equal("4242", erased.LatestAttempt!.Method.Card.Last4);
        Assert.Empty(Given.FactsOf(erased, new ErasePayment()));
    }

    private static string Text(PaymentIntent payment) => Encoding.UTF8.GetString(PaymentIntentStorage.Write(payment));
}
