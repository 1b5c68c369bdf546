using System.Collections.Immutable;
using PayGate.Grains.PaymentIntents;
using PayGate.Idempotency;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>
/// Stored contracts: what was written once stays readable. The golden file holds one stream as it was first written; it is added to, never rewritten.
/// </summary>
public sealed class StoredFormTests
{
    private const string GoldenFile = "tests/PayGate.Domain.Tests/PaymentIntents/Golden/facts.v1.txt";

    private static readonly RequestInfo Request = new()
    {
        RequestId = "req_1",
        Claim = new IdempotencyClaim { Scope = Given.MerchantId, Livemode = false, Key = "key-1", RequestHash = [1, 2, 3] },
        Expand = ["latest_charge"],
    };

    [Fact]
    public void Write_ForAWholeStream_IsTheGoldenFile()
    {
        var written = string.Concat(Stream().Select(fact => $"{PaymentIntentFacts.NameOf(fact)} {PaymentIntentFacts.Write(fact)}\n"));

        Assert.Equal(File.ReadAllText(Repository.File(GoldenFile)), written);
    }

    [Fact]
    public void Read_OfTheGoldenFile_FoldsToTheSameState()
    {
        var folded = File.ReadAllLines(Repository.File(GoldenFile)).Select(line => line.Split(' ', 2))
            .Select(parts => PaymentIntentFacts.Read(parts[0], parts[1])).Aggregate((PaymentIntent?)null, (state, fact) => state.Apply(fact));

        Assert.Equal(Text(Folded()), Text(folded!));
    }

    [Fact]
    public void State_WrittenAndRead_IsTheSame() => Assert.Equal(Text(Folded()), Text(PaymentIntentStorage.Read(PaymentIntentStorage.Write(Folded()))));

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
    public void Read_OfAnUnknownFact_Throws() => Assert.Throws<System.Text.Json.JsonException>(() => PaymentIntentFacts.Read("payment.teleported", "{}"));

    private static PaymentIntent Folded() => Stream().Aggregate((PaymentIntent?)null, (state, fact) => state.Apply(fact))!;

    private static IEnumerable<PaymentIntentEvent> Stream()
    {
        PaymentIntent? payment = null;
        PaymentCommand[] commands =
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
        ];
        foreach (var command in commands)
        {
            foreach (var fact in Given.FactsOf(payment, command))
            {
                payment = payment.Apply(fact);
                yield return fact;
            }
        }
    }

    private static IntentDetails Details() => new()
    {
        Description = "Three coffees",
        OrderId = "order-7",
        SuccessUrl = "https://shop.example/ok",
        Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("seat", "12"),
    };

    private static string Text(PaymentIntent payment) => System.Text.Encoding.UTF8.GetString(PaymentIntentStorage.Write(payment));
}
