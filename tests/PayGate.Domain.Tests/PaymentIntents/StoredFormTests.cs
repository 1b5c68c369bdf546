using System.Collections.Immutable;
using PayGate.CardTokens;
using PayGate.Customers;
using PayGate.Grains.PaymentIntents;
using PayGate.Idempotency;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>
/// Stored contracts: what was written once stays readable. Each golden file holds a stream as it was first written; files are added, never rewritten.
/// </summary>
public sealed class StoredFormTests
{
    private static readonly RequestInfo Request = new()
    {
        RequestId = "req_1",
        Claim = new IdempotencyClaim { Scope = Given.MerchantId, Livemode = false, Key = "key-1", RequestHash = [1, 2, 3] },
        Expand = ["latest_charge"],
    };

    private static readonly SettlementTerms Quoted = Given.Terms with
    {
        FeeBasisPoints = 350,
        FeeFixedUsdCents = 0,
        FeeFixed = new Money(25, Currency.Eur),
        FeeFixedRate = 11m,
        ReturnsFee = true,
        FeePlanVersion = 2,
    };

    [Theory]
    [InlineData("facts.v1.txt")]
    [InlineData("sale.v1.txt")]
    [InlineData("challenges.v1.txt")]
    [InlineData("increments.v1.txt")]
    [InlineData("cancellations.v1.txt")]
    [InlineData("refunds.v1.txt")]
    [InlineData("saved-card.v1.txt")]
    [InlineData("refused-card.v1.txt")]
    [InlineData("session.v1.txt")]
    [InlineData("receipt.v1.txt")]
    [InlineData("limited.v1.txt")]
    [InlineData("erased.v1.txt")]
    [InlineData("disputed.v1.txt")]
    [InlineData("dropped.v1.txt")]
    [InlineData("quoted.v1.txt")]
    public void Write_ForAWholeStream_IsTheGoldenFile(string file)
    {
        var written = string.Concat(Stream(file).Select(fact => $"{PaymentIntentFacts.NameOf(fact)} {PaymentIntentFacts.Write(fact)}\n"));

        Assert.Equal(File.ReadAllText(Golden(file)), written);
    }

    [Fact]
    public void GoldenFiles_HoldEveryKindOfFact() => Assert.Equal(
        PaymentIntentFacts.All.Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.GetDirectoryName(Golden("facts.v1.txt"))!).SelectMany(File.ReadAllLines).Select(line => line.Split(' ')[0])
            .Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("facts.v1.txt")]
    [InlineData("sale.v1.txt")]
    [InlineData("challenges.v1.txt")]
    [InlineData("increments.v1.txt")]
    [InlineData("cancellations.v1.txt")]
    [InlineData("refunds.v1.txt")]
    [InlineData("saved-card.v1.txt")]
    [InlineData("refused-card.v1.txt")]
    [InlineData("session.v1.txt")]
    [InlineData("receipt.v1.txt")]
    [InlineData("limited.v1.txt")]
    [InlineData("erased.v1.txt")]
    [InlineData("disputed.v1.txt")]
    [InlineData("dropped.v1.txt")]
    [InlineData("quoted.v1.txt")]
    public void Read_OfTheGoldenFile_FoldsToTheSameState(string file)
    {
        var folded = File.ReadAllLines(Golden(file)).Select(line => line.Split(' ', 2))
            .Select(parts => PaymentIntentFacts.Read(parts[0], parts[1], null)).Aggregate((PaymentIntent?)null, (state, fact) => state.Apply(fact));

        Assert.Equal(Text(Folded(file)), Text(folded!));
    }

    [Fact]
    public void State_WrittenAndRead_IsTheSame() => Assert.Equal(
        Text(Folded("facts.v1.txt")), Text(PaymentIntentStorage.Read(PaymentIntentStorage.Write(Folded("facts.v1.txt")))));

    /// <summary>Where goods go is personal data: part of the state, which is replaced, and beside the facts, which are for ever.</summary>
    [Fact]
    public void Shipping_IsInNoFact_AndComesBackWithWhatStandsBesideIt()
    {
        var shipping = new ShippingDetails { Name = "Amina Benali", Address = new PostalAddress { City = "Rabat" }, Carrier = "Amana" };
        var update = Given.Change(details: new IntentPatch { Shipping = new(shipping) });
        var fact = Assert.Single(Given.FactsOf(Given.Opened(), update));
        var (name, data, details) = (PaymentIntentFacts.NameOf(fact), PaymentIntentFacts.Write(fact), PaymentIntentFacts.WriteDetails(fact));

        Assert.DoesNotContain("Amina", data, StringComparison.Ordinal);
        Assert.Equal(shipping, Given.Opened().Apply(PaymentIntentFacts.Read(name, data, details)).Details.Shipping);
        Assert.Null(Given.Opened().Apply(PaymentIntentFacts.Read(name, data, null)).Details.Shipping);
        Assert.Equal(shipping, PaymentIntentStorage.Read(PaymentIntentStorage.Write(Given.Opened().Apply(fact))).Details.Shipping);
    }

    [Fact]
    public void State_WithoutMembersAddedLater_ReadsAsEmpty()
    {
        var text = Text(Given.Opened()).Replace("\"refunds\":[],", "", StringComparison.Ordinal).Replace("\"attempts\":[],", "", StringComparison.Ordinal);

        var read = PaymentIntentStorage.Read(System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Equal((0, 0), (read.Refunds.Length, read.Attempts.Length));
    }

    [Fact]
    public void State_OfAnUnknownVersion_IsNotGuessed() =>
        Assert.Throws<System.Text.Json.JsonException>(() => PaymentIntentStorage.Read("""{"v":99}"""u8));

    [Fact]
    public void Read_OfAnUnknownFact_Throws() => Assert.Throws<System.Text.Json.JsonException>(() => PaymentIntentFacts.Read("payment.teleported", "{}", null));

    private static string Golden(string file) => Repository.File("tests/PayGate.Domain.Tests/PaymentIntents/Golden/" + file);

    private static PaymentIntent Folded(string file) => Stream(file).Aggregate((PaymentIntent?)null, (state, fact) => state.Apply(fact))!;

    private static IEnumerable<PaymentIntentEvent> Stream(string file)
    {
        PaymentIntent? payment = null;
        foreach (var command in Commands(file))
        {
            // A further try of a refund waits for its time.
            foreach (var fact in Given.FactsOf(payment, command, command is RetryRefund ? Given.Start.AddSeconds(10) : null))
            {
                payment = payment.Apply(fact);
                yield return fact;
            }
        }
    }

    private static PaymentCommand[] Saved() =>
    [
        new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Automatic, Details() with { Customer = "cus_1" }, null, null, Request),
        new StartAttempt(Given.Visa, Given.Plan with { SetupFutureUsage = "off_session" }, Request),
        new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
    ];

    private static PaymentCommand[] Commands(string file) => file switch
    {
        "facts.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Manual, Details(), null, null, Request),
            new StartAttempt(Given.Visa, Given.Plan, Request),
            new AttemptAnswered(Given.ChargeId, Given.Decline(), Given.TransactionId),
            new StartAttempt(Given.Visa, Given.Plan with { ChargeId = "ch_2" }, Request),
            new AttemptUnanswered("ch_2"),
            new AttemptAnswered("ch_2", Given.Approval(), Given.TransactionId),
            new StartCapture(9_000, Request),
            new CaptureUnanswered(),
            new CaptureAnswered(Given.Approval(), Given.TransactionId),
            DecisionTests.Refund("re_1", 1_000),
            new RefundUnanswered("re_1"),
            new RefundAnswered("re_1", Given.Approval(), "txn_2"),
            DecisionTests.Refund("re_2", 500),
            new RefundAnswered("re_2", Given.Decline("over_refunded"), "txn_3"),
        ],
        "erased.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Manual, Details(), null, null, Request),
            new ErasePayment(),
        ],
        "disputed.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Automatic, Details(), null, null, Request),
            new StartAttempt(Given.Visa, Given.Plan, Request),
            new AttemptAnswered(
                Given.ChargeId, Given.Approval() with { Chargeback = new ChargebackNotice { Reason = "general", AfterSeconds = 86_400 } }, Given.TransactionId),
            new OpenDispute(4_000, "fraudulent", new Money(15_000, Currency.Mad), "txn_2", Request),
            new DisputeConfirmed(Dispute(1), Given.Approval()),
            new DisputeKnown(Dispute(1)),
            new EndDispute(Dispute(1), Won: true, "txn_3"),
            new DisputeConfirmed(Dispute(1), Given.Approval()),
            new OpenDispute(null, "duplicate", new Money(15_000, Currency.Mad), "txn_4", RequestInfo.None) { Announced = true },
            new EndDispute(Dispute(2), Won: false, "txn_5"),
        ],
        "dropped.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Automatic, Details(), null, null, Request),
            new StartAttempt(Given.Visa, Given.Plan, Request),
            new AttemptAnswered(
                Given.ChargeId, Given.Approval() with { Chargeback = new ChargebackNotice { Reason = "general", AfterSeconds = 86_400 } }, Given.TransactionId),
            new DropChargeback(),
        ],
        "quoted.v1.txt" =>
        [
            new Open(
                Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Automatic,
                Details() with { Quote = new QuotedTerms { QuoteId = "qt_1", ExpiresAt = Given.Start.AddMinutes(15), Terms = Quoted } }, null, null, Request),
            new StartAttempt(Given.Visa, Given.Plan with { Terms = Quoted }, Request),
            new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
            DecisionTests.Refund("re_1", 2_500),
            new RefundAnswered("re_1", Given.Approval(), "txn_2"),
        ],
        "refunds.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Automatic, Details(), null, null, Request),
            new StartAttempt(Given.Visa, Given.Plan, Request),
            new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
            DecisionTests.Refund("re_1", 1_000),
            new RefundAnswered("re_1", Given.Decline("issuer_unavailable"), "txn_2"),
            new ChangeRefund("re_1", new MetadataPatch { Changes = ImmutableSortedDictionary<string, string?>.Empty.Add("ticket", "7") }, Request),
            new RetryRefund("re_1"),
            new RefundAnswered("re_1", Given.Approval(), "txn_3"),
            DecisionTests.Refund("re_2", 500),
            new RefundAnswered("re_2", Given.Decline("issuer_unavailable"), "txn_4"),
            new CancelRefund("re_2", Request),
        ],
        "saved-card.v1.txt" => [.. Saved(), new MethodOffered(null)],
        "session.v1.txt" =>
        [
            new Open(
                Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Automatic, Details() with { CheckoutSession = "cs_1" }, null, null, Request)
            {
                ExpiresAt = Given.Start.AddMinutes(15),
            },
            new StartAttempt(Given.Visa, Given.Plan, Request),
            new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
            new SessionKnows(),
        ],
        "receipt.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Automatic, Details(), null, null, Request),
            new StartAttempt(Given.Visa, Given.Plan with { ReceiptUrl = "https://pay.example/receipts/ch_1/token" }, Request),
            new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
        ],
        "refused-card.v1.txt" => [.. Saved(), new MethodOffered("customer_max_payment_methods")],
        "increments.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Automatic, Details(), null, null, Request),
            new Update(
                new UpdatePaymentIntent
                {
                    Tenant = Given.Tenant,
                    Amount = 11_000,
                    CaptureMethod = CaptureMethod.Manual,
                    PaymentMethodId = new Patch<string>("pm_card_visa"),
                    Details = new IntentPatch { Description = new Patch<string>("Four coffees") },
                    Request = Request,
                },
                Given.Visa),
            Given.Change(method: new Patch<string>(null)),
            new StartAttempt(Given.Visa, Given.Plan, Request),
            new AttemptAnswered(Given.ChargeId, Given.Approval(new Money(11_000, Currency.Usd)), Given.TransactionId),
            new StartIncrement(12_000, new IntentPatch { Description = new Patch<string>("Five coffees") }, Request),
            new IncrementUnanswered(),
            new IncrementAnswered(Given.Approval(new Money(1_000, Currency.Usd))),
            new StartIncrement(13_000, new IntentPatch(), Request),
            new IncrementAnswered(Given.Decline()),
            new ChangeCharge(new UpdateCharge
            {
                Tenant = Given.Tenant,
                ChargeId = Given.ChargeId,
                ReceiptEmail = new Patch<string>("a@example.com"),
                Metadata = new MetadataPatch(),
                Request = Request,
            }),
        ],
        "sale.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Automatic, Details(), Given.Visa, Given.Plan, Request),
            new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
        ],
        "challenges.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Automatic, Details(), Given.Visa, Given.ChallengePlan, Request),
            new FailChallenge(),
            new StartAttempt(Given.Visa, Given.ChallengePlan, Request),
            new StartAttempt(Given.Visa, Given.Plan with { Authentication = Given.ChallengePlan.Challenge!.Authentication }, Request),
            new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
        ],
        "cancellations.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Manual, Details(), null, null, Request),
            new StartAttempt(Given.Visa, Given.Plan, Request),
            new AttemptAnswered(Given.ChargeId, Given.Approval(new Money(9_999, Currency.Usd)), Given.TransactionId),
            new ReversalAnswered(Given.ChargeId, Given.Approval()),
            new StartAttempt(Given.Visa, Given.Plan with { ChargeId = "ch_2" }, Request),
            new AttemptAnswered("ch_2", Given.Approval(), Given.TransactionId),
            new StartCapture(null, Request),
            new CaptureAnswered(Given.Decline("over_captured"), Given.TransactionId),
            new Cancel("abandoned", Request),
        ],
        "limited.v1.txt" =>
        [
            new Open(Given.Id, Given.Tenant, Given.Amount, CaptureMethod.Manual, Details(), Given.Visa, Given.ChallengePlan, Request),
            new FailChallenge(new Refusal("amount_limit_exceeded", "Too much.", "amount")),
            new StartAttempt(Given.Visa, Given.Plan with { Lease = "lease/1" }, Request),
            new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId),
            new StartIncrement(12_000, new IntentPatch(), Request) { Lease = "lease/2" },
            new IncrementAnswered(Given.Approval(new Money(1_500, Currency.Usd))),
            new StartIncrement(13_000, new IntentPatch(), Request) { Lease = "lease/3" },
            new IncrementAnswered(Given.Decline()),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(file)),
    };

    private static string Dispute(int ordinal) => ObjectId.Derived("dp", Given.MerchantId, Given.Start, $"{Given.ChargeId}/{ordinal}");

    private static IntentDetails Details() => new()
    {
        Description = "Three coffees",
        OrderId = "order-7",
        SuccessUrl = "https://shop.example/ok",
        Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("seat", "12"),
    };

    private static string Text(PaymentIntent payment) => System.Text.Encoding.UTF8.GetString(PaymentIntentStorage.Write(payment));
}
