using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

public sealed class MalformedRequestTests(BankFixture fixture) : IClassFixture<BankFixture>
{
    public static TheoryData<BankRequest> Malformed() => new()
    {
        Requests.Sale(""),
        Requests.Sale(new string('r', 65)),
        Requests.Sale("a\0b"),
        Requests.Sale("a b"),
        Requests.Sale("\ud800"),
        Requests.Sale("op", -1),
        Requests.Sale("op") with { PaymentId = "" },
        Requests.Sale("op") with { Currency = "USD" },
        Requests.Sale("op") with { Currency = "us" },
        Requests.Sale("op") with { Card = null },
        Requests.Sale("op") with { OriginalReference = "other" },
        Requests.Sale("op") with { Operation = (BankOperation)99 },
        Requests.Follow(BankOperation.Capture, "op", "other") with { OriginalReference = null },
        Requests.Follow(BankOperation.Reverse, "op", "op"),
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Execute_OfAMalformedRequest_ThrowsWithoutCardData(BankRequest request)
    {
        var refusal = await Assert.ThrowsAnyAsync<ArgumentException>(() => fixture.Running.Execute(request));

        Assert.DoesNotContain(Requests.Visa, refusal.ToString(), StringComparison.Ordinal);
        Assert.Equal(["0"], await fixture.Running.Lines("select count(*) from bank.operations"));
    }
}
