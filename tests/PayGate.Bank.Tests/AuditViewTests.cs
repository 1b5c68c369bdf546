using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

public sealed class AuditViewTests
{
    [Fact]
    public async Task IssuerOps_HasTheColumnsOfTheContract()
    {
        await using var bank = await RunningBank.Start();

        var columns = await bank.Lines(
            """
            select column_name, data_type from information_schema.columns
            where table_schema = 'audit' and table_name = 'issuer_ops' order by ordinal_position
            """);

        Assert.Equal(
            [
                "id bigint", "payment_id text", "op text", "attempt_key text", "amount bigint", "currency text", "outcome text",
                "at timestamp with time zone",
            ],
            columns);
    }

    [Fact]
    public async Task IssuerOps_ShowsEachMovementOnce()
    {
        await using var bank = await RunningBank.Start();
        BankRequest[] requests =
        [
            Requests.Sale("sale", 900),
            Requests.Sale("declined", 800, "4000000000000002"),
            Requests.Authorize("auth", 1000),
            Requests.Follow(BankOperation.Increment, "increment", "auth", 500),
            Requests.Follow(BankOperation.Capture, "over", "auth", 1501),
            Requests.Follow(BankOperation.Capture, "capture", "auth", 600),
            Requests.Follow(BankOperation.Refund, "refund", "auth", 200),
            Requests.Follow(BankOperation.RefundReversal, "failed", "refund", 200),
            Requests.Authorize("held", 700),
            Requests.Follow(BankOperation.Reverse, "void", "held", 0),
            Requests.Follow(BankOperation.Reverse, "lost", "unseen", 300),
            Requests.Sale("sale", 901),
        ];
        foreach (var request in requests)
        {
            await bank.Execute(request);
        }

        await bank.Settle("never");

        Assert.Equal(
            [
                "authorize sale 900 approved",
                "capture sale 900 approved",
                "authorize declined 800 declined",
                "authorize auth 1000 approved",
                "increment increment 500 approved",
                "capture over 1501 declined",
                "capture capture 600 approved",
                "release capture 900 approved",
                "refund refund 200 approved",
                "refund_reversal failed 200 approved",
                "authorize held 700 approved",
                "reverse void 700 approved",
                "reverse lost 300 declined",
                "authorize sale 901 declined",
            ],
            await bank.Lines("select op, attempt_key, amount, outcome from audit.issuer_ops order by id"));
        Assert.Equal(["14 14 pi_1 usd"], await bank.Lines(
            "select count(*), count(distinct id), min(payment_id), min(currency) from audit.issuer_ops having min(at) = max(at)"));
    }
}
