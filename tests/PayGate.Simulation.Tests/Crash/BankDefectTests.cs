using PayGate.Cli;
using PayGate.Cli.Hosting;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>
/// Goal: what the crash test asserts depends on the bank's deduplication, and the books show when it fails. Method: the gateway is killed between the bank's
/// answer to a refund and its own commit, so that the next one sends the same reference again.
/// </summary>
public sealed class BankDefectTests
{
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Restart_WithDeduplication_LeavesSoundBooks() => Assert.Empty(await BooksAfterRepeatedRefund("on"));

    [Fact]
    public async Task Restart_WithoutDeduplication_IsFoundByTheBooks()
    {
        var violation = Assert.Single(await BooksAfterRepeatedRefund("off"));

        Assert.Equal("bank_sums_equal_payments", violation.Check);
        Assert.Contains("gateway authorized 1009, captured 1009, refunded 307, disputed 0; bank authorized 1009, reversed 0, captured 1009, released 0, refunded 614, charged back 0", violation.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off", false)]
    [InlineData("maybe", true)]
    public void From_WhenNotAllowed_Refuses(string setting, bool sandbox) =>
        Assert.Throws<SetupException>(() => BankSettings.From("Host=nowhere", sandbox, _ => setting));

    private static async Task<IReadOnlyList<Violation>> BooksAfterRepeatedRefund(string deduplicate)
    {
        await using var site = await GatewaySite.Create();
        // The first time the bank has answered is the sale, the second the refund.
        await using (var gateway = await GatewayProcess.Start(site, (BankSettings.DeduplicateVariable, deduplicate), ("PAYGATE_FAILPOINT", "after_bank:kill@2")))
        {
            var client = gateway.Client;
            var created = await client.Post("/v1/payment_intents", "create", ("amount", "1009"), ("currency", "usd"));
            var confirmed = await client.Post($"/v1/payment_intents/{created.Id}/confirm", "confirm", ("payment_method", CardParameters.Approving));
            Assert.Equal("succeeded", confirmed.Find("status"));
            await Assert.ThrowsAnyAsync<HttpRequestException>(
                () => client.Post("/v1/refunds", "refund", ("payment_intent", created.Id), ("amount", "307")));
            await gateway.Ended;
        }

        await using (await GatewayProcess.Start(site, (BankSettings.DeduplicateVariable, deduplicate)))
        {
            await Quiet.Await(site.Database, QuietLimit);
        }

        return await BooksAudit.Run(site.Database.Audit);
    }
}
