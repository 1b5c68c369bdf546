using System.Collections.Immutable;
using System.Text.Json.Nodes;
using PayGate.CardTokens;
using PayGate.Customers;
using PayGate.Domain.Tests.CheckoutSessions;
using PayGate.Domain.Tests.Customers;
using PayGate.Domain.Tests.Disputes;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Domain.Tests.Payouts;
using PayGate.Domain.Tests.RefundRequests;
using PayGate.Domain.Tests.Settlements;
using PayGate.Domain.Tests.SetupIntents;
using PayGate.Events;
using PayGate.Grains.Acquiring;
using PayGate.Grains.CardTokens;
using PayGate.Grains.CheckoutSessions;
using PayGate.Grains.Customers;
using PayGate.Grains.Events;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.Grains.Payouts;
using PayGate.Grains.RefundRequests;
using PayGate.Grains.Settlements;
using PayGate.Grains.SetupIntents;
using PayGate.Idempotency;
using PayGate.PaymentIntents;
using DisputeActors = PayGate.Grains.Disputes;
using Payments = PayGate.Grains.PaymentIntents;
using Requests = PayGate.Grains.RefundRequests;
using Setups = PayGate.Grains.SetupIntents;

namespace PayGate.Domain.Tests.Events;

/// <summary>
/// Goal: an event names the request that led to it, with its idempotency key, and none where time or a cardholder did. Method: in streams of every kind each request
/// has a name of its own; the table has every fact that is told.
/// </summary>
public sealed class EventRequestTests
{
    private static readonly BankAnswer Away = Given.Decline("issuer_unavailable") with { NetworkCode = "91" };

    private static readonly MetadataPatch Metadata = new() { Changes = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal).Add("a", "1") };

    /// <summary>Per stream: each fact that is told, and the request that it names.</summary>
    private static readonly (IReadOnlyList<StoredFact> Facts, string[] Told)[] Streams =
    [
        (Payment(
            Opened(CaptureMethod.Manual),
            new Payments.StartAttempt(Given.Visa, Given.Plan, By("confirm")),
            new Payments.AttemptUnanswered(Given.ChargeId),
            Approved(),
            new StartIncrement(15_000, new IntentPatch(), By("increment")),
            new IncrementUnanswered(),
            new IncrementAnswered(Given.Approval(new Money(15_000, Currency.Usd))),
            new ChangeCharge(new UpdateCharge { Tenant = Given.Tenant, ChargeId = Given.ChargeId, Metadata = Metadata, Request = By("charge") }),
            new StartCapture(null, By("capture")),
            new CaptureUnanswered(),
            new CaptureAnswered(Given.Approval(), Given.TransactionId),
            Refund("re_1", "refund"),
            new RefundAnswered("re_1", Given.Approval(), "txn_2"),
            new ChangeRefund("re_1", Metadata, By("change")),
            Refund("re_2", "later"),
            new RefundAnswered("re_2", Away, "txn_3"),
            new CancelRefund("re_2", By("withdraw")),
            Refund("re_3", "refused"),
            new RefundAnswered("re_3", Given.Decline(), "txn_4")),
        [
            "payment_intent.created create", "attempt.unknown confirm", "attempt.approved confirm", "increment.unknown increment",
            "authorization.incremented increment", "charge.updated charge", "capture.unknown capture", "payment.captured capture", "refund.started refund",
            "refund.succeeded refund", "refund.updated change", "refund.started later", "refund.canceled withdraw", "refund.started refused", "refund.failed refused",
        ]),
        (Payment(
            Opened(),
            new Payments.StartAttempt(Given.Visa, Given.Plan, By("first")),
            new Payments.AttemptAnswered(Given.ChargeId, Given.Decline(), Given.TransactionId),
            new Payments.StartAttempt(Given.Visa, Given.Plan, By("second")),
            new Payments.AttemptAnswered(Given.ChargeId, Given.Decline(BankReasons.NeverSeen), Given.TransactionId),
            new Payments.Cancel(null, By("cancel"))),
            ["payment_intent.created create", "attempt.declined first", "attempt.failed second", "payment_intent.canceled cancel"]),
        (Payment(
            Opened(),
            new Payments.StartAttempt(Given.Visa, Given.ChallengePlan with { Challenge = Given.ChallengePlan.Challenge! with { Request = By("confirm") } }, By("confirm")),
            new Payments.FailChallenge(),
            new Payments.StartAttempt(Given.Visa, Given.Plan, By("again")),
            Approved()),
            ["payment_intent.created create", "challenge.required confirm", "challenge.failed none", "attempt.captured again"]),
        (Payment(Opened(), new Payments.PassTime()), ["payment_intent.created create", "payment_intent.canceled none"]),
        (Payment([Opened(), .. Enumerable.Range(1, PaymentIntent.AttemptsMax).SelectMany(Declined)]),
            [
                "payment_intent.created create", "attempt.declined attempt_1", "attempt.declined attempt_2", "attempt.declined attempt_3", "attempt.declined attempt_4",
                "attempt.declined attempt_5", "payment_intent.canceled attempt_5",
            ]),
        (Payment(
            Opened(CaptureMethod.Manual),
            new Payments.StartAttempt(Given.Visa, Given.Plan, By("confirm")),
            Approved(),
            new StartCapture(null, By("capture")),
            new CaptureAnswered(Given.Decline(BankReasons.AlreadyReversed), Given.TransactionId)),
            ["payment_intent.created create", "attempt.approved confirm", "payment_intent.canceled capture"]),
        (Setup(
            new Setups.Open(GivenSetup.Id, Given.Tenant, GivenSetup.Details, null, null, By("create")),
            new Setups.StartAttempt(new SetupPlan(GivenSetup.AttemptId) { Challenge = GivenSetup.ChallengePlan.Challenge! with { Request = By("first") } }, Given.Visa, By("first")),
            new Setups.FailChallenge(),
            new Setups.StartAttempt(new SetupPlan(GivenSetup.AttemptId), Given.Visa, By("second")),
            GivenSetup.Declined(),
            new Setups.StartAttempt(new SetupPlan(GivenSetup.AttemptId), Given.Visa, By("third")),
            GivenSetup.Approved()),
            [
                "setup_intent.created create", "setup_challenge.required first", "setup_challenge.failed none", "setup_attempt.failed second",
                "setup_attempt.succeeded third",
            ]),
        (Setup(new Setups.Open(GivenSetup.Id, Given.Tenant, GivenSetup.Details, null, null, By("create")), new Setups.Cancel(null, By("cancel"))),
            ["setup_intent.created create", "setup_intent.canceled cancel"]),
        (RefundRequest(Asked(), new Requests.Approve(Given.RefundId, By("approve")), GivenRequest.Unknown(), new RefundMade()),
            ["refund_request.created create", "refund_request.approved approve", "refund_request.completed approve"]),
        (RefundRequest(Asked(), new Requests.Approve(Given.RefundId, By("approve")), new RefundNotMade("expired_card")),
            ["refund_request.created create", "refund_request.approved approve", "refund_request.failed approve"]),
        (RefundRequest(Asked(), new Requests.Reject("Worn.", By("reject"))), ["refund_request.created create", "refund_request.rejected reject"]),
        (Dispute(GivenDispute.Evidence("customer_name", "Amina"), new DisputeActors.Rule(true, By("decide")), new DisputeActors.PaymentKnows(GivenDispute.Back)),
            ["dispute.created create", "dispute.updated update", "dispute.won decide", "dispute.reinstated none"]),
        (Dispute(new DisputeActors.Accept(By("close"))), ["dispute.created create", "dispute.lost close"]),
        (Customer(), ["customer.created create", "customer.updated update", "customer.deleted delete"]),
        (PaymentMethod(), ["card_token.attached attach", "card_token.updated update", "card_token.detached detach"]),
        (Session(new SeePayment(PaymentIntentStatus.Succeeded)), ["checkout_session.completed none"]),
        (Session(new Expire(By("expire"), PaymentIntentStatus.Canceled)), ["checkout_session.expired expire"]),
        (Payouts(new SendPayout(), new AcceptTransfer("1"), new ChangePayout(Metadata, By("update")), new ArrivePayout()),
            ["payout.created create", "payout.sent none", "payout.accepted none", "payout.updated update", "payout.paid none"]),
        (Payouts(new SendPayout(), new RefuseTransfer("account_closed", "txn_2")), ["payout.created create", "payout.sent none", "payout.failed none"]),
        (Payouts(new WithdrawPayout("txn_2", By("cancel"))), ["payout.created create", "payout.canceled cancel"]),
        (Settlement(), ["settlement_batch.closed none", "settlement_batch.failed none", "settlement_batch.settled none"]),
    ];

    public static TheoryData<int> Numbers { get; } = [.. Enumerable.Range(0, Streams.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Request_IsTheOneThatLedToTheFact(int number) => Assert.Equal(Streams[number].Told, Told(Streams[number].Facts));

    [Fact]
    public void Table_HasEveryFactThatIsTold() => Assert.Equal(
        EventStreams.All.SelectMany(kind => kind.TypesByFact.Keys).Order(StringComparer.Ordinal),
        Streams.SelectMany(stream => stream.Told).Select(line => line.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Of several events of one fact all name the same.</summary>
    private static IEnumerable<string> Told(IReadOnlyList<StoredFact> facts)
    {
        var kind = EventStreams.All.Single(candidate => facts.Any(fact => candidate.TypesByFact.ContainsKey(fact.Type)));
        foreach (var fact in facts)
        {
            var ids = kind.TypesByFact.GetValueOrDefault(fact.Type, []).Select(
                (_, place) => new PublicEventId { StreamId = ObjectId.New(kind.Prefix, Given.MerchantId, Given.Start), Seq = fact.Seq, Place = place }).ToList();
            var requests = kind.Render(facts, ids).Bodies.Values.Select(body => JsonNode.Parse(body)!["request"]!).Select(Name).Distinct();
            foreach (var request in requests)
            {
                yield return $"{fact.Type} {request}";
            }
        }
    }

    private static string Name(JsonNode request) => (request["id"]?.GetValue<string>(), request["idempotency_key"]?.GetValue<string>()) switch
    {
        (null, null) => "none",
        var (id, key) when id == "req_" + key => key!,
        var other => other.ToString(),
    };

    private static RequestInfo By(string name) => new()
    {
        RequestId = "req_" + name,
        Claim = new IdempotencyClaim { Scope = Given.MerchantId, Livemode = false, Key = name, RequestHash = new byte[32] },
    };

    private static Payments.Open Opened(CaptureMethod method = CaptureMethod.Automatic) =>
        new(Given.Id, Given.Tenant, Given.Amount, method, new IntentDetails(), null, null, By("create")) { ExpiresAt = Given.Start };

    private static Payments.AttemptAnswered Approved() => new(Given.ChargeId, Given.Approval(), Given.TransactionId);

    private static IEnumerable<PaymentCommand> Declined(int number) =>
        [new Payments.StartAttempt(Given.Visa, Given.Plan, By($"attempt_{number}")), new Payments.AttemptAnswered(Given.ChargeId, Given.Decline(), Given.TransactionId)];

    private static StartRefund Refund(string id, string request) => new(id, 1_000, null, ImmutableSortedDictionary<string, string>.Empty, By(request));

    private static Requests.Open Asked() => GivenRequest.Open(700) is var open ? open with { Asked = open.Asked with { Request = By("create") } } : open;

    private static List<StoredFact> Payment(params IEnumerable<PaymentCommand> commands) => Facts<PaymentIntent, PaymentIntentEvent, PaymentCommand>(
        commands,
        (state, command) => PaymentIntentDecider.Decide(state, command, Given.Start).Value,
        (state, fact) => state.Apply(fact),
        fact => (PaymentIntentFacts.NameOf(fact), PaymentIntentFacts.Write(fact), null));

    private static List<StoredFact> Setup(params IEnumerable<SetupCommand> commands) => Facts<PayGate.SetupIntents.SetupIntent, SetupIntentEvent, SetupCommand>(
        commands, GivenSetup.FactsOf, SetupIntentEvolution.Apply, fact => (SetupIntentFacts.Catalog.NameOf(fact), SetupIntentFacts.Catalog.Write(fact), null));

    private static List<StoredFact> RefundRequest(params IEnumerable<RefundRequestCommand> commands) =>
        Facts<PayGate.RefundRequests.RefundRequest, RefundRequestEvent, RefundRequestCommand>(
            commands, GivenRequest.FactsOf, RefundRequestDecider.Apply,
            fact => (RefundRequestFacts.Catalog.NameOf(fact), RefundRequestFacts.Catalog.Write(fact), null));

    private static List<StoredFact> Dispute(params IEnumerable<DisputeActors.DisputeActorCommand> commands)
    {
        var open = GivenDispute.Opening();
        return Facts<PayGate.Disputes.Dispute, DisputeActors.DisputeEvent, DisputeActors.DisputeActorCommand>(
            [
                open with { Asked = open.Asked with { Request = By("create") } },
                .. commands.Select(command => command is DisputeActors.Update update ? update with { Asked = update.Asked with { Request = By("update") } } : command),
            ],
            (state, command) => GivenDispute.FactsOf(state, command), DisputeActors.DisputeDecider.Apply,
            fact => (DisputeActors.DisputeFacts.Catalog.NameOf(fact), DisputeActors.DisputeFacts.Catalog.Write(fact), null));
    }

    private static List<StoredFact> Session(SessionCommand end)
    {
        var opened = GivenSession.Open with { Asked = GivenSession.Open.Asked with { Request = By("create") } };
        return Facts<PayGate.CheckoutSessions.CheckoutSession, CheckoutSessionEvent, SessionCommand>(
            [opened, end],
            (state, command) => CheckoutSessionDecider.Decide(state, command, GivenSession.Start).Value,
            CheckoutSessionEvolution.Apply,
            fact => (CheckoutSessionFacts.Catalog.NameOf(fact), CheckoutSessionFacts.Catalog.Write(fact), null));
    }

    private static List<StoredFact> Customer() => Facts<Customer, CustomerEvent, CustomerCommand>(
        [
            new PayGate.Grains.Customers.Open(GivenCustomer.Tenant, GivenCustomer.Id, GivenCustomer.Named, By("create")),
            new PayGate.Grains.Customers.Change(GivenCustomer.Tenant, new CustomerPatch { Name = new("Another") }, false, By("update")),
            new Delete(GivenCustomer.Tenant, By("delete")),
        ],
        (state, command) => GivenCustomer.FactsOf(state, command), CustomerDecider.Apply,
        fact => (CustomerFacts.NameOf(fact), CustomerFacts.Write(fact), fact.Details is { } details ? CustomerStorage.WriteDetails(details) : null));

    private static List<StoredFact> Payouts(params IEnumerable<PayoutCommand> commands) => Facts<PayGate.Payouts.Payout, PayoutEvent, PayoutCommand>(
        commands.Prepend(GivenPayout.Open with { Asked = GivenPayout.Open.Asked with { Request = By("create") } }),
        GivenPayout.FactsOf, PayoutDecider.Apply, fact => (PayoutFacts.Catalog.NameOf(fact), PayoutFacts.Catalog.Write(fact), null));

    private static List<StoredFact> Settlement() =>
        [.. GivenSettlement.Facts.Select((fact, place) => new StoredFact(place + 1, SettlementFacts.Batches.NameOf(fact), SettlementFacts.Batches.Write(fact), fact.At, null))];

    private static List<StoredFact> PaymentMethod()
    {
        var details = new CardTokenDetails { Billing = new BillingDetails { Name = "Amina Benali" }, Metadata = ImmutableSortedDictionary<string, string>.Empty };
        IEnumerable<CardTokenEvent> facts =
        [
            new CardTokenCreated
            {
                Id = "pm_1", MerchantId = Given.MerchantId, Livemode = false, Card = Given.Visa.Card, Reusable = true, CvcGiven = false, KeyVersion = 1, At = Given.Start,
            },
            new CardTokenAttached { Customer = "cus_1", Verification = Given.Approval(), Request = By("attach"), Details = details, At = Given.Start },
            new CardTokenUpdated { AllowRedisplay = "always", Request = By("update"), Details = details, At = Given.Start },
            new CardTokenDetached { Customer = "cus_1", Request = By("detach"), At = Given.Start },
        ];
        return [.. facts.Select((fact, place) => new StoredFact(
            place + 1, CardTokenStorage.WriteFact(fact).Type, CardTokenStorage.WriteFact(fact).Data, fact.At, CardTokenStorage.WriteDetails(fact)))];
    }

    private static List<StoredFact> Facts<TState, TFact, TCommand>(
        IEnumerable<TCommand> commands,
        Func<TState?, TCommand, ImmutableArray<TFact>> decide,
        Func<TState?, TFact, TState> apply,
        Func<TFact, (string Type, string Data, string? Details)> write)
        where TState : class
    {
        TState? state = null;
        var stored = new List<StoredFact>();
        foreach (var fact in commands.SelectMany(command => decide(state, command)))
        {
            state = apply(state, fact);
            var (type, data, details) = write(fact);
            stored.Add(new StoredFact(stored.Count + 1, type, data, Given.Start, details));
        }

        return stored;
    }
}
