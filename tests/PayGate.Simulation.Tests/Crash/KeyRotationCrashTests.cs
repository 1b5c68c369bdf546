using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;
using Xunit.Abstractions;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>
/// Goal: rotating keys, what wraps them and the transport key loses no card, whatever happens. Method: cards are stored against the real program at a steady rate while all are ordered again and again; midway it
/// is killed and started anew; at the end every card that was acknowledged is charged, and the keys' counters are compared with the nonces that were used.
/// </summary>
[Collection(Alone.Name)]
public sealed class KeyRotationCrashTests(ITestOutputHelper output)
{
    private const int SecondsDefault = 12;
    private const int CardsPerSecond = 200;
    private const int InFlight = 32;
    private static readonly TimeSpan BetweenRotations = TimeSpan.FromSeconds(Seconds >= 60 ? 6 : 2);
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(120);

    private readonly ConcurrentBag<string> _cards = [];

    private static int Seconds =>
        int.TryParse(Environment.GetEnvironmentVariable("PAYGATE_ROTATION_SECONDS"), CultureInfo.InvariantCulture, out var set) ? set : SecondsDefault;

    [Theory]
    [InlineData(null)] // SIGKILL at a moment of nobody's choice.
    [InlineData("key_rotation")] // The new version is committed, and nobody has heard of it.
    [InlineData("key_rewrap")] // The first key is wrapped anew, and the order stands.
    public async Task Rotations_WhileCardsCome_LoseNoCard(string? point)
    {
        await using var site = await GatewaySite.Create();
        var armed = Path.Combine(site.DataDirectory, "armed");
        var gateway = await GatewayProcess.Start(site, point is null ? [] : [("PAYGATE_FAILPOINT", $"{point}:kill@{armed}")]);
        try
        {
            using var client = new GatewayClient(site.Address, GatewayProcess.DemoKey(site, "secret_key"));
            var storing = StoreCards(client);
            var ordered = await Rotate(site, () => storing.IsCompleted || _cards.Count >= Seconds * CardsPerSecond / 2);
            if (point is null)
            {
                gateway.Kill();
            }
            else
            {
                await File.WriteAllTextAsync(armed, "");
                await Order(site);
            }

            await gateway.Ended.WaitAsync(QuietLimit);
            await gateway.DisposeAsync();
            gateway = await GatewayProcess.Start(site);
            ordered += await Rotate(site, () => storing.IsCompleted);
            await storing;
            await Quiet.Await(site.Database, QuietLimit);
            await ChargeAll(client);
            await AssertKeys(site, ordered);
            Assert.Empty(await gateway.UnexpectedFaults());
            Assert.Empty(await BooksAudit.Run(site.Database.Audit));
        }
        finally
        {
            await gateway.DisposeAsync();
        }
    }

    /// <summary>Each at its time, or as soon as there is room; a request that gets no definite answer is repeated under its key.</summary>
    private async Task StoreCards(GatewayClient client)
    {
        var watch = Stopwatch.StartNew();
        using var room = new SemaphoreSlim(InFlight);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / CardsPerSecond));
        var running = new List<Task>();
        for (var number = 0; number < Seconds * CardsPerSecond; number++)
        {
            await pace.WaitForNextTickAsync();
            await room.WaitAsync();
            var key = $"card {number}";
            running.Add(Store(client, key).ContinueWith(
                stored =>
                {
                    room.Release();
                    return stored;
                },
                TaskScheduler.Default).Unwrap());
        }

        await Task.WhenAll(running);
        output.WriteLine($"{_cards.Count} cards in {watch.Elapsed.TotalSeconds:0} s");
    }

    private async Task Store(GatewayClient client, string key) =>
        _cards.Add((await Definite(() => client.Post("/v1/payment_methods", key, CardParameters.Method()))).Find("id")!);

    private async Task ChargeAll(GatewayClient client)
    {
        var declined = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(_cards, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (card, _) =>
        {
            var paid = await Definite(() => client.Post(
                "/v1/payment_intents", $"pay {card}", ("amount", "1009"), ("currency", "usd"), ("payment_method", card), ("confirm", "true")));
            if (paid.Find("status") != "succeeded")
            {
                declined.Add($"{card}: {paid.Status} {paid.Find("error", "code")}");
            }
        });
        Assert.Empty(declined);
    }

    private static async Task<GatewayAnswer> Definite(Func<Task<GatewayAnswer>> call)
    {
        using var pause = new PeriodicTimer(RepeatInterval);
        while (true)
        {
            try
            {
                var answer = await call();
                if (answer.Status is not (409 or 429 or >= 500))
                {
                    return answer;
                }
            }
            catch (HttpRequestException)
            {
                // The gateway is being killed; the next one is asked.
            }

            await pause.WaitForNextTickAsync();
        }
    }

    private static async Task<int> Rotate(GatewaySite site, Func<bool> isEnough)
    {
        using var pace = new PeriodicTimer(BetweenRotations);
        var orders = 0;
        while (!isEnough())
        {
            await pace.WaitForNextTickAsync();
            await Order(site);
            orders++;
        }

        return orders;
    }

    private static async Task Order(GatewaySite site)
    {
        await using var source = NpgsqlDataSource.Create(site.Database.Owner);
        await using var command = source.CreateCommand("insert into paygate.key_orders (kind, reason) values ('rewrap', 'ordered'), ('rotate', 'ordered'), ('transport', 'ordered')");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One version is active, each order was done, cards came under several versions, and no nonce was used that was not counted.</summary>
    private async Task AssertKeys(GatewaySite site, int ordered)
    {
        await using var source = NpgsqlDataSource.Create(site.Database.Owner);
        await using var command = source.CreateCommand(
            """
            select k.state, k.encryptions, (select count(*) from paygate.card_nonces n where n.merchant_id = k.merchant_id and n.key_version = k.key_version)
            from audit.vault_keys k order by k.key_version
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var versions = new List<(string State, long Counted, long Used)>();
        while (await reader.ReadAsync())
        {
            versions.Add((reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        output.WriteLine($"{ordered} orders, versions with (counted, used): {string.Join(" ", versions.Select(version => $"({version.Counted}, {version.Used})"))}");
        Assert.Single(versions, version => version.State == "active");
        Assert.Equal("active", versions[^1].State);
        Assert.True(versions.Count > ordered, $"{versions.Count} versions after {ordered} orders");
        Assert.True(versions.Count(version => version.Used > 0) > 2, "Cards came under no more than two versions.");
        Assert.All(versions, version => Assert.True(version.Used <= version.Counted, $"{version.Used} used, {version.Counted} counted"));
    }
}
