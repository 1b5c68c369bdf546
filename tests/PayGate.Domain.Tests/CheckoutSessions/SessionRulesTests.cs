using System.Collections.Immutable;
using System.Text;
using PayGate.CheckoutSessions;
using PayGate.Grains.CheckoutSessions;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.CheckoutSessions;

/// <summary>The whole table of states and commands, written out in grains/CheckoutSessions/README.md, and the stored form.</summary>
public sealed class SessionRulesTests
{
    private static readonly DateTimeOffset InTime = GivenSession.Start.AddMinutes(1);

    private static readonly (string Name, SessionCommand Command, DateTimeOffset At)[] Commands =
    [
        ("update", new Change(Update("seat", "12")), InTime),
        ("payment waits", new SeePayment(PaymentIntentStatus.RequiresPaymentMethod), InTime),
        ("payment waits, time is up", new SeePayment(PaymentIntentStatus.RequiresPaymentMethod), GivenSession.Expiry),
        ("bank is asked, time is up", new SeePayment(PaymentIntentStatus.Processing), GivenSession.Expiry),
        ("payment is held", new SeePayment(PaymentIntentStatus.RequiresCapture), InTime),
        ("payment is made", new SeePayment(PaymentIntentStatus.Succeeded), GivenSession.Expiry),
        ("payment is canceled", new SeePayment(PaymentIntentStatus.Canceled), InTime),
        ("payment is canceled, time is up", new SeePayment(PaymentIntentStatus.Canceled), GivenSession.Expiry),
        ("expire", new Expire(RequestInfo.None, PaymentIntentStatus.Canceled), InTime),
        ("expire while it is paid", new Expire(RequestInfo.None, PaymentIntentStatus.Processing), InTime),
    ];

    [Fact]
    public void Decide_ForEveryStateAndCommand_IsTheTableInTheReadme() =>
        Assert.Contains(Table(), File.ReadAllText(Repository.File("grains/CheckoutSessions/README.md")), StringComparison.Ordinal);

    [Fact]
    public void Open_OverAnExistingSession_IsABug() => Assert.Throws<InvalidOperationException>(() =>
        CheckoutSessionDecider.Decide(GivenSession.States["open"], GivenSession.Open, InTime));

    [Fact]
    public void Amount_IsTheSumOfTheLines() => Assert.Equal(new Money(1_549, Currency.Usd), GivenSession.After(GivenSession.Open).Amount);

    [Fact]
    public void Update_BeyondFiftyKeys_IsRefused()
    {
        var full = Enumerable.Range(0, 50).ToImmutableSortedDictionary(number => $"key{number}", string? (_) => "x", StringComparer.Ordinal);
        var session = GivenSession.After(GivenSession.Open, new Change(Update("a", "b") with { Metadata = new MetadataPatch { Changes = full } }));

        Assert.Equal("parameter_too_long", CheckoutSessionDecider.Decide(session, new Change(Update("one", "more")), InTime).Refusal!.Code);
    }

    [Theory]
    [InlineData("paid.v1.txt")]
    [InlineData("expired.v1.txt")]
    public void Facts_AreTheGoldenFile_AndReadBackToTheSameState(string file)
    {
        var golden = File.ReadAllText(Repository.File("tests/PayGate.Domain.Tests/CheckoutSessions/Golden/" + file));
        var facts = Stream(file);

        Assert.Equal(golden, string.Concat(facts.Select(fact => $"{CheckoutSessionFacts.Catalog.NameOf(fact)} {CheckoutSessionFacts.Catalog.Write(fact)}\n")));
        var read = golden.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2))
            .Select(parts => CheckoutSessionFacts.Catalog.Read(parts[0], parts[1]))
            .Aggregate((CheckoutSession?)null, CheckoutSessionEvolution.Apply);
        var folded = facts.Aggregate((CheckoutSession?)null, CheckoutSessionEvolution.Apply);
        Assert.Equal(Text(folded!), Text(read!));
        Assert.Equal(Text(folded!), Text(CheckoutSessionStorage.Read(CheckoutSessionStorage.Write(folded!))));
    }

    private static List<CheckoutSessionEvent> Stream(string file)
    {
        SessionCommand[] commands = file == "paid.v1.txt"
            ? [GivenSession.Open, new Change(Update("seat", "12")), new SeePayment(PaymentIntentStatus.Succeeded)]
            : [GivenSession.Open, new Expire(RequestInfo.None, PaymentIntentStatus.Canceled)];
        CheckoutSession? session = null;
        var facts = new List<CheckoutSessionEvent>();
        foreach (var fact in commands.SelectMany(command => CheckoutSessionDecider.Decide(session, command, GivenSession.Start).Value))
        {
            session = CheckoutSessionEvolution.Apply(session, fact);
            facts.Add(fact);
        }

        return facts;
    }

    private static string Text(CheckoutSession session) => Encoding.UTF8.GetString(CheckoutSessionStorage.Write(session));

    private static UpdateCheckoutSession Update(string key, string value) => new()
    {
        Tenant = GivenSession.Open.Asked.Tenant,
        Metadata = new MetadataPatch { Changes = ImmutableSortedDictionary<string, string?>.Empty.Add(key, value) },
        Request = RequestInfo.None,
    };

    private static string Table()
    {
        var table = new StringBuilder("| state | " + string.Join(" | ", Commands.Select(command => command.Name)) + " |\n");
        table.Append("|---|" + string.Concat(Commands.Select(_ => "---|")) + "\n");
        foreach (var (name, state) in GivenSession.States)
        {
            table.Append($"| {name} | {string.Join(" | ", Commands.Select(command => Cell(state, command.Command, command.At)))} |\n");
        }

        return table.ToString();
    }

    private static string Cell(CheckoutSession? state, SessionCommand command, DateTimeOffset at)
    {
        var decision = CheckoutSessionDecider.Decide(state, command, at);
        return !decision.IsSuccess ? decision.Refusal.Code
            : decision.Value.IsEmpty ? "·"
            : string.Join(", ", decision.Value.Select(CheckoutSessionFacts.Catalog.NameOf));
    }
}
