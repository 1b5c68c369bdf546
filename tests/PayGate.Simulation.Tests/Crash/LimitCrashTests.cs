using System.Globalization;
using System.Text.Json;
using Npgsql;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>
/// Goal: a process that dies with a lease in its hands takes nothing of the limit with it, and lets nothing through. Method: the gateway is killed at each point of one
/// payment while others of the same budget are under way; the next one must be able to approve up to the limit exactly, and not a cent more.
/// </summary>
public sealed class LimitCrashTests
{
    /// <summary>The rest of nineteen payments of 10.09 is more than the smallest payment.</summary>
    private const long Daily = 20_000;
    private const long Amount = 1_009;

    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("before_commit")] // Taken from the lease in memory only.
    [InlineData("after_attempt_row")] // Taken for good, and the bank knows nothing of it.
    [InlineData("after_bank")] // Approved, and the gateway does not know it.
    [InlineData("before_response")] // Approved and counted.
    public async Task Payments_WhenTheProcessIsKilledWithALease_FillTheLimitExactly(string point)
    {
        await using var site = await GatewaySite.Create();
        var armed = Path.Combine(site.DataDirectory, "armed");
        await using (var gateway = await GatewayProcess.Start(site, ("PAYGATE_FAILPOINT", $"{point}:kill@{armed}")))
        {
            await gateway.Client.Post("/v1/limits", "limit", ("currency", "usd"), ("daily_amount", Text(Daily)));
            for (var paid = 0; paid < 3; paid++)
            {
                Assert.Equal("succeeded", (await Pay(gateway.Client, Amount)).Find("status"));
            }

            await File.WriteAllTextAsync(armed, "");
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Assert.ThrowsAnyAsync<HttpRequestException>(() => Pay(gateway.Client, Amount))));
            await gateway.Ended;
        }

        await using (var gateway = await GatewayProcess.Start(site))
        {
            await Quiet.Await(site.Database, QuietLimit);
            var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Pay(gateway.Client, Amount)));

            Assert.All(
                answers,
                answer => Assert.Contains($"{answer.Status} {answer.Find("status") ?? answer.Find("error", "code")}", new[] { "200 succeeded", "400 amount_limit_exceeded" }));
            Assert.Equal(19 * Amount, await Approved(site));
            Assert.Equal("succeeded", (await Pay(gateway.Client, Daily - 19 * Amount)).Find("status"));
            Assert.Equal("amount_limit_exceeded", (await Pay(gateway.Client, 50)).Find("error", "code"));
            using var limits = JsonDocument.Parse((await gateway.Client.Get("/v1/limits")).Body);
            Assert.Equal(Daily, limits.RootElement.GetProperty("data")[2].GetProperty("daily_used").GetInt64());
        }

        Assert.Equal(Daily, await Approved(site));
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));
    }

    private static Task<GatewayAnswer> Pay(GatewayClient client, long amount) => client.Post(
        "/v1/payment_intents", null, ("amount", Text(amount)), ("currency", "usd"), ("payment_method", CardParameters.Approving), ("confirm", "true"));

    /// <summary>By the bank's own journal.</summary>
    private static async Task<long> Approved(GatewaySite site)
    {
        await using var source = NpgsqlDataSource.Create(site.Database.Owner);
        await using var command = source.CreateCommand("select coalesce(sum(amount_approved), 0)::bigint from bank.operations where operation = 'sale'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static string Text(long amount) => amount.ToString(CultureInfo.InvariantCulture);
}
