using Npgsql;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Settlement;

/// <summary>
/// Goal: a settlement that is killed midway is finished by the next process, and each movement is in one batch, booked once. Method: the clock is advanced over a
/// midnight and a payout date, and the gateway is killed at the n-th crash point on the way: movements assigned and the batch not closed, the batch processing and its
/// net not booked, or the payout made and owed all the same.
/// </summary>
public sealed class SettlementCrashTests
{
    private const string FiveDays = "432000";

    [Theory]
    [InlineData(1, "collecting")]
    [InlineData(2, "processing")]
    [InlineData(3, "settled")] // The payout is made, and the schedule has not noted it.
    public async Task Settlement_WhenTheProcessIsKilledMidway_IsFinishedByTheNext(int strike, string left)
    {
        await using var site = await GatewaySite.Create();
        await using (var gateway = await GatewayProcess.Start(site, ("PAYGATE_FAILPOINT", $"mid_settlement:kill@{strike}")))
        {
            foreach (var (amount, currency) in new[] { ("1009", "usd"), ("2003", "eur"), ("5003", "mad") })
            {
                var paid = await gateway.Client.Post(
                    "/v1/payment_intents", "pay" + amount, ("amount", amount), ("currency", currency), ("payment_method", CardParameters.Approving), ("confirm", "true"));
                Assert.Equal("succeeded", paid.Find("status"));
            }

            await Assert.ThrowsAnyAsync<HttpRequestException>(() => Advance(gateway));
            await gateway.Ended;
        }

        Assert.Equal([$"{left} 3"], await Lines(site, "select b.status || ' ' || count(*) from paygate.settlement_batches b join paygate.balance_transactions t on t.batch_id = b.id group by b.id, b.status"));
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));

        await using (var gateway = await GatewayProcess.Start(site))
        {
            await Advance(gateway);
        }

        // 100.90 + 220.33 + 50.03 MAD less 2.9 % and 3.00 each.
        Assert.Equal(["settled 37126 1975 35151"], await Lines(site, "select status || ' ' || gross || ' ' || fees || ' ' || net from audit.settlement_batches"));
        Assert.Equal(["3"], await Lines(site, "select count(*)::text from audit.settlement_lines"));
        Assert.Equal(["settlement 35151"], await Lines(site, "select source_type || ' ' || amount from audit.available_movements where seq = 1"));
        Assert.Equal(["35151"], await Lines(site, "select amount::text from audit.payouts"));
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));
    }

    private static async Task Advance(GatewayProcess gateway)
    {
        var clock = await gateway.Client.Post("/v1/test_helpers/clock/advance", null, ("seconds", FiveDays));
        Assert.Equal(200, clock.Status);
    }

    private static async Task<IReadOnlyList<string>> Lines(GatewaySite site, string sql)
    {
        await using var source = NpgsqlDataSource.Create(site.Database.Owner);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
