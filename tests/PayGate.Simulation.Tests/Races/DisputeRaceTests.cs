using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Races;

/// <summary>
/// Goal: refunds and disputes of one payment together never give back more than was captured, and one dispute is open at a time. Method: two refunds and two disputes that do not
/// all fit are sent at once to each of many payments; what the answers say must be what the books say.
/// </summary>
public sealed class DisputeRaceTests : IAsyncLifetime
{
    private const int PaymentCount = 60;
    private const int PaymentsAtOnce = 10;

    private GatewayFixture _gateway = null!;
    private GatewayClient _client = null!;

    public async Task InitializeAsync()
    {
        _gateway = await GatewayFixture.Start();
        _client = new GatewayClient(_gateway.Client.BaseAddress!, _gateway.Demo.SecretKey);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task RefundsAgainstDisputes_OnManyPayments_FitTheCapture()
    {
        var told = new List<(int Refunds, int Disputes)>();
        foreach (var numbers in Enumerable.Range(0, PaymentCount).Chunk(PaymentsAtOnce))
        {
            told.AddRange(await Task.WhenAll(numbers.Select(Race)));
        }

        Assert.All(told, one => Assert.InRange(one.Disputes, 0, 1));
        Assert.Contains(told, one => one.Disputes == 1);
        Assert.Contains(told, one => one.Refunds > 0);
        while (await _gateway.Sweep() > 0)
        {
        }

        Assert.Empty(await BooksAudit.FindInFlight(_gateway.Database.Audit));
        Assert.Empty(await BooksAudit.Run(_gateway.Database.Audit));
    }

    /// <summary>600 and 500 of 1,000, twice each: one of them fits, or a refund of 500 and a dispute of 500.</summary>
    private async Task<(int Refunds, int Disputes)> Race(int number)
    {
        var paid = await _client.Post(
            "/v1/payment_intents", null, ("amount", "1000"), ("currency", "eur"), ("payment_method", CardParameters.Approving), ("confirm", "true"));
        Assert.Equal("succeeded", paid.Find("status"));
        Task<GatewayAnswer> Refund(string amount) => _client.Post("/v1/refunds", null, ("payment_intent", paid.Id), ("amount", amount));
        Task<GatewayAnswer> Dispute(string amount) => _client.Post($"/v1/test_helpers/payment_intents/{paid.Id}/dispute", null, ("amount", amount));
        Task<GatewayAnswer>[] sent = number % 2 == 0
            ? [Refund("500"), Dispute("600"), Dispute("500"), Refund("600")]
            : [Dispute("500"), Refund("600"), Refund("500"), Dispute("600")];
        var answers = await Task.WhenAll(sent);
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 400 }));
        var made = answers.Where(answer => answer.Status == 200).ToList();
        Assert.InRange(made.Count, 1, 2);
        return (made.Count(answer => answer.Find("object") == "refund"), made.Count(answer => answer.Find("object") == "dispute"));
    }
}
