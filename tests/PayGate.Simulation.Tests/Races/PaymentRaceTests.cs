using Npgsql;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;
using Xunit.Abstractions;

namespace PayGate.Simulation.Tests.Races;

/// <summary>
/// Goal: of operations that exclude each other one succeeds, and the books say the same as the answers. Method: every payment has a prime amount of its own, so
/// that an amount that turns up in the wrong place fits nowhere; all operations on it are sent at once, many payments at a time.
/// </summary>
public sealed class PaymentRaceTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int PaymentCount = 500;
    private const int PaymentsAtOnce = 25;

    /// <summary>The least amount of a payment in dollars.</summary>
    private const int AmountMin = 50;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

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
    public async Task CaptureAgainstCancelAgainstRefund_OnManyPayments_HasOneWinnerEach()
    {
        var told = new List<Told>();
        foreach (var amounts in Primes().Take(PaymentCount).Chunk(PaymentsAtOnce))
        {
            told.AddRange(await Task.WhenAll(amounts.Select(Race)));
        }

        output.WriteLine(
            $"{told.Count} payments: {told.Count(one => one.Captured == one.Amount)} captured whole, {told.Count(one => one.Captured > 0 && one.Captured < one.Amount)} in part, "
            + $"{told.Count(one => one.Captured == 0)} canceled, {told.Count(one => one.Refunded > 0)} refunded");
        // Else one side was always first, and there was no race.
        Assert.Contains(told, one => one.Captured > 0);
        Assert.Contains(told, one => one.Captured == 0);
        Assert.Contains(told, one => one.Refunded > 0);
        Assert.Equal(
            told.Select(one => $"{one.Id} {one.Amount} {one.Captured} {one.Refunded}").Order(StringComparer.Ordinal),
            await Lines("select id || ' ' || amount_authorized || ' ' || amount_captured || ' ' || amount_refunded from audit.payments"));
        await AssertBooks();
    }

    [Fact]
    public async Task ConfirmAgainstExpiry_HasOneWinnerEach()
    {
        var payments = await Task.WhenAll(Primes().Take(100).Select(amount => Create(amount, "automatic")));
        _gateway.Clock.Advance(Hour - TimeSpan.FromMilliseconds(1));

        var confirmed = await AcrossTheEnd(payments, id => _client.Post($"/v1/payment_intents/{id}/confirm", null, ("payment_method", "pm_card_visa")));

        Assert.Equal(
            payments.Zip(confirmed, (id, won) => won ? $"{id} succeeded 1" : $"{id} canceled 0").Order(StringComparer.Ordinal),
            await Lines(
                """
                select p.id || ' ' || p.status || ' '
                    || (select count(*) from audit.issuer_ops o where o.payment_id = p.id and o.outcome = 'approved' and o.op = 'authorize')
                from audit.payments p
                """));
        await AssertBooks();
    }

    [Fact]
    public async Task CaptureAgainstAutoVoid_HasOneWinnerEach()
    {
        var payments = await Task.WhenAll(Primes().Take(100).Select(Authorize));
        _gateway.Clock.Advance(Week - TimeSpan.FromMilliseconds(1));

        var captured = await AcrossTheEnd(payments, id => _client.Post($"/v1/payment_intents/{id}/capture", null));

        Assert.Equal(
            payments.Zip(captured, (id, won) => won ? $"{id} succeeded capture" : $"{id} canceled reverse").Order(StringComparer.Ordinal),
            await Lines(
                """
                select p.id || ' ' || p.status || ' ' || coalesce(string_agg(o.op, ' ' order by o.op), 'nothing')
                from audit.payments p
                left join audit.issuer_ops o on o.payment_id = p.id and o.outcome = 'approved' and o.op <> 'authorize'
                group by p.id, p.status
                """));
        await AssertBooks();
    }

    /// <summary>One payment, authorized; then all at once: capture the whole, capture a part, cancel, and two refunds that only one capture of the whole could bear both of.</summary>
    private async Task<Told> Race(long amount)
    {
        var id = await Authorize(amount);
        var part = (amount / 2) + 1;
        (string Name, string Value)[] refund = [("payment_intent", id), ("amount", $"{part}")];
        Func<Task<GatewayAnswer>>[] operations =
        [
            () => _client.Post($"/v1/payment_intents/{id}/capture", null),
            () => _client.Post($"/v1/payment_intents/{id}/capture", null, ("amount_to_capture", $"{part}")),
            () => _client.Post($"/v1/payment_intents/{id}/cancel", null),
            () => _client.Post("/v1/refunds", null, refund),
            () => _client.Post("/v1/refunds", null, refund),
        ];
        // Each begins first on some payments.
        var first = (int)(amount % operations.Length);
        var racing = operations[first..].Concat(operations[..first]).Select(operation => operation()).ToArray();
        var sent = await Task.WhenAll(racing[^first..].Concat(racing[..^first]));
        // Refunds that came before the capture were refused: these two surely come after it.
        var late = await Task.WhenAll(_client.Post("/v1/refunds", null, refund), _client.Post("/v1/refunds", null, refund));
        Assert.All(sent.Concat(late), answer => Assert.Contains(answer.Status, new[] { 200, 400 }));

        var won = sent[..3].Select(answer => answer.Status == 200).ToList();
        Assert.Single(won, true);
        var refunds = sent[3..].Concat(late).Count(answer => answer.Status == 200);
        Assert.Equal(won[2] ? 0 : 1, refunds);
        return new Told(id, amount, won[0] ? amount : won[1] ? part : 0, refunds * part);
    }

    /// <summary>
    /// Sends an operation on each payment while its time runs out: some surely before, some surely after, the others meanwhile, against the sweep. Which succeeded.
    /// </summary>
    private async Task<IReadOnlyList<bool>> AcrossTheEnd(string[] payments, Func<string, Task<GatewayAnswer>> operation)
    {
        var (before, during, after) = (payments[..20], payments[20..80], payments[80..]);
        var first = await Task.WhenAll(before.Select(operation));
        var racing = Task.WhenAll(during.Select(operation));
        _gateway.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var sweep = _gateway.Sweep();
        var last = await Task.WhenAll(after.Select(operation));
        var middle = await racing;
        await sweep;
        // What is left to the clock is done by the next one.
        await _gateway.Sweep();

        Assert.All(first, answer => Assert.Equal(200, answer.Status));
        Assert.All(last, answer => Assert.Equal(400, answer.Status));
        Assert.All(middle, answer => Assert.Contains(answer.Status, new[] { 200, 400 }));
        output.WriteLine($"{middle.Count(answer => answer.Status == 200)} of {middle.Length} were in time");
        return [.. first.Concat(middle).Concat(last).Select(answer => answer.Status == 200)];
    }

    private async Task<string> Authorize(long amount)
    {
        var id = await Create(amount, "manual");
        Assert.Equal(200, (await _client.Post($"/v1/payment_intents/{id}/confirm", null, ("payment_method", "pm_card_visa"))).Status);
        return id;
    }

    private async Task<string> Create(long amount, string captureMethod)
    {
        var created = await _client.Post("/v1/payment_intents", null, ("amount", $"{amount}"), ("currency", "usd"), ("capture_method", captureMethod));
        Assert.Equal(200, created.Status);
        return created.Id;
    }

    private async Task AssertBooks()
    {
        // A void is committed before the bank is asked to give the hold back.
        await _gateway.Sweep();
        Assert.Empty(await BooksAudit.FindInFlight(_gateway.Database.Audit));
        Assert.Empty(await BooksAudit.Run(_gateway.Database.Audit));
    }

    /// <summary>The column of a query on the audit views, in order.</summary>
    private async Task<IEnumerable<string>> Lines(string sql)
    {
        await using var connection = new NpgsqlConnection(_gateway.Database.Audit);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines.Order(StringComparer.Ordinal);
    }

    private static IEnumerable<long> Primes()
    {
        for (long candidate = AmountMin; ; candidate++)
        {
            if (Enumerable.Range(2, (int)Math.Sqrt(candidate) - 1).All(divisor => candidate % divisor != 0))
            {
                yield return candidate;
            }
        }
    }

    /// <summary>What the answers said of one payment.</summary>
    private sealed record Told(string Id, long Amount, long Captured, long Refunded);
}
