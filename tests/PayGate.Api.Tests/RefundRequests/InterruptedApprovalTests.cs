using PayGate.Api.Tests.Payments;
using PayGate.RefundRequests;
using PayGate.Silo.Faults;
using PayGate.Testing;
using PayGate.Silo.Books.Checks;

namespace PayGate.Api.Tests.RefundRequests;

/// <summary>
/// Goal: an approval that was interrupted before its answer is answered with the outcome, also when its own due work comes before the payment's. Method: the
/// payment's turn ends in an error around the bank's call, as a crash would end it, and the request is woken alone before everything due is done.
/// </summary>
public sealed class InterruptedApprovalTests
{
    [Theory]
    [InlineData("before_bank")]
    [InlineData("after_bank")]
    public async Task Approve_WhenItsTurnEndsUnanswered_IsAnsweredWithTheOutcome(string point)
    {
        var armed = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var fixture = await GatewayFixture.Start(failpoints: new Failpoints($"{point}:error@{armed}", sandbox: true));
        var merchant = new Caller(fixture.Client, fixture.Demo.SecretKey);
        var customer = (await merchant.Post("/v1/customers")).Id;
        var payment = (await merchant.Pay(("customer", customer))).Id;
        var asked = await merchant.Post("/v1/refund_requests", ("customer", customer), ("payment_intent", payment), ("amount", "700"), ("reason", "Too small."));
        var path = $"/v1/refund_requests/{asked.Id}/approve";
        await File.WriteAllTextAsync(armed, "");

        var interrupted = await merchant.PostOnce("approve", path);
        File.Delete(armed);
        fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        await fixture.Grains.GetGrain<IRefundRequestGrain>(asked.Id).Wake(CancellationToken.None);
        var asYetUnknown = await merchant.PostOnce("approve", path);
        // The payment's work first; the request's may have looked before it.
        await fixture.Sweep();
        await fixture.Sweep();
        var answered = await merchant.PostOnce("approve", path);

        Assert.Equal((500, 409), (interrupted.Status, asYetUnknown.Status));
        Assert.Equal("""200 {"status":"completed"}""", answered.Show("status"));
        Assert.True(answered.Replayed);
        Assert.Empty(await BooksAudit.Run(fixture.Database.Audit));
    }
}
