using PayGate.Api.Tests.Payments;
using PayGate.Grains.Faults;
using PayGate.Testing;

namespace PayGate.Api.Tests.Customers;

/// <summary>
/// Goal: wherever the creation of a customer with a payment method ends in a crash, a repeat leaves one customer with one saved card. Method: the n-th commit after the
/// request came in ends in an error, ahead of the database or after it; then the request is repeated with its key and what is due is done.
/// </summary>
public sealed class InterruptedCreationTests
{
    private const int Commits = 4;

    [Theory]
    [InlineData(Failpoint.BeforeCommit)]
    [InlineData(Failpoint.AfterCommit)]
    public async Task Create_WhenACommitFails_IsMadeWholeByARepeat(Failpoint point)
    {
        var faults = new NthCommit(point);
        await using var fixture = await GatewayFixture.Start(failpoints: faults);
        var merchant = new Caller(fixture.Client, fixture.Demo.SecretKey);
        for (var nth = 1; nth <= Commits; nth++)
        {
            var (method, email) = (await merchant.Method(), $"{nth}@example.com");
            (string, string)[] form = [("email", email), ("payment_method", method), ("invoice_settings[default_payment_method]", method)];

            faults.Arm(nth);
            var interrupted = await merchant.PostOnce(email, "/v1/customers", form);
            await fixture.Sweep();
            var repeated = await merchant.PostOnce(email, "/v1/customers", form);

            Assert.Equal((500, 200), (interrupted.Status, repeated.Status));
            Assert.Equal([repeated.Id], await merchant.Ids($"/v1/customers?email={email}"));
            Assert.Equal([method], await merchant.Ids($"/v1/customers/{repeated.Id}/payment_methods"));
            Assert.Equal(
                $$"""200 {"invoice_settings.default_payment_method":"{{method}}"}""",
                (await merchant.Get($"/v1/customers/{repeated.Id}")).Show("invoice_settings.default_payment_method"));
        }
    }

    private sealed class NthCommit(Failpoint point) : IFailpoints
    {
        /// <summary>Commits until the one that fails; below one for none.</summary>
        private int _left = -1;

        public void Arm(int nth) => Volatile.Write(ref _left, nth);

        public ValueTask Reach(Failpoint reached) => reached == point && Interlocked.Decrement(ref _left) == 0
            ? throw new InvalidOperationException($"The process ends at {point}.")
            : ValueTask.CompletedTask;
    }
}
