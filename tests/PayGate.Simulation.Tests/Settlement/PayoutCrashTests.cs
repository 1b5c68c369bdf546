using Npgsql;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Settlement;

/// <summary>
/// Goal: a payout leads to one transfer, wherever the process ends. Method: the gateway is killed between the commit that the bank is being told and the bank, or between
/// the bank and the commit of its answer; the next process must send it, or find that it is sent, and have it arrive.
/// </summary>
public sealed class PayoutCrashTests
{
    private const string TenDays = "864000";

    [Theory]
    [InlineData("before_bank", 0)]
    [InlineData("after_bank", 1)]
    public async Task Payout_WhenTheProcessIsKilledAroundTheBank_IsTransferredOnce(string point, int transferred)
    {
        await using var site = await GatewaySite.Create();
        var armed = Path.Combine(site.DataDirectory, "armed");
        await using (var gateway = await GatewayProcess.Start(site, ("PAYGATE_FAILPOINT", $"{point}:kill@{armed}")))
        {
            var paid = await gateway.Client.Post(
                "/v1/payment_intents", "pay", ("amount", "5003"), ("currency", "mad"), ("payment_method", CardParameters.Approving), ("confirm", "true"));
            Assert.Equal("succeeded", paid.Find("status"));
            await File.WriteAllTextAsync(armed, "");
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => Advance(gateway));
            await gateway.Ended;
        }

        // 50.03 MAD less 2.9 % and 3.00.
        Assert.Equal(["in_transit 4558"], await Lines(site, "select status || ' ' || amount from audit.payouts"));
        Assert.Equal([$"{transferred}"], await Lines(site, "select count(*)::text from audit.bank_transfers"));
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));

        await using (var gateway = await GatewayProcess.Start(site))
        {
            await Advance(gateway);
        }

        Assert.Equal(["paid 4558"], await Lines(site, "select status || ' ' || amount from audit.payouts"));
        Assert.Equal(["accepted 4558"], await Lines(site, "select outcome || ' ' || amount from audit.bank_transfers"));
        Assert.Empty(await BooksAudit.Run(site.Database.Audit));
    }

    private static async Task Advance(GatewayProcess gateway)
    {
        var clock = await gateway.Client.Post("/v1/test_helpers/clock/advance", null, ("seconds", TenDays));
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
