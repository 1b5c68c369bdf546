using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

/// <summary>
/// Every operation on every state of an authorization of 1000. Each row makes its own authorization, brings it into the state and asks
/// once.
/// </summary>
public sealed class StateTableTests(BankFixture fixture) : IClassFixture<BankFixture>
{
    [Theory]
    [InlineData("open", BankOperation.Increment, 500, "approved", 500)]
    [InlineData("open", BankOperation.Increment, 0, "invalid_amount", 0)]
    [InlineData("open", BankOperation.Increment, long.MaxValue, "invalid_amount", 0)]
    [InlineData("open", BankOperation.Capture, 1000, "approved", 1000)]
    [InlineData("open", BankOperation.Capture, 1, "approved", 1)]
    [InlineData("open", BankOperation.Capture, 0, "invalid_amount", 0)]
    [InlineData("open", BankOperation.Capture, 1001, "over_captured", 0)]
    [InlineData("open", BankOperation.Reverse, 1000, "approved", 1000)]
    [InlineData("open", BankOperation.Reverse, 0, "approved", 1000)]
    [InlineData("open", BankOperation.Refund, 1, "not_captured", 0)]
    [InlineData("open", BankOperation.RefundReversal, 1000, "not_refund", 0)]
    [InlineData("incremented", BankOperation.Capture, 1500, "approved", 1500)]
    [InlineData("incremented", BankOperation.Capture, 1501, "over_captured", 0)]
    [InlineData("incremented", BankOperation.Reverse, 1000, "approved", 1500)]
    [InlineData("captured", BankOperation.Increment, 1, "already_captured", 0)]
    [InlineData("captured", BankOperation.Capture, 1, "already_captured", 0)]
    [InlineData("captured", BankOperation.Reverse, 1000, "already_captured", 0)]
    [InlineData("captured", BankOperation.Refund, 1000, "approved", 1000)]
    [InlineData("captured", BankOperation.Refund, 1001, "over_refunded", 0)]
    [InlineData("captured", BankOperation.Refund, 0, "invalid_amount", 0)]
    [InlineData("captured", BankOperation.RefundReversal, 1000, "not_refund", 0)]
    [InlineData("sold", BankOperation.Increment, 1, "already_captured", 0)]
    [InlineData("sold", BankOperation.Capture, 1, "already_captured", 0)]
    [InlineData("sold", BankOperation.Reverse, 1000, "approved", 1000)]
    [InlineData("sold", BankOperation.Reverse, 1, "approved", 1000)]
    [InlineData("sold", BankOperation.Refund, 999, "approved", 999)]
    [InlineData("part captured", BankOperation.Capture, 1, "already_captured", 0)]
    [InlineData("part captured", BankOperation.Reverse, 600, "already_captured", 0)]
    [InlineData("part captured", BankOperation.Refund, 400, "approved", 400)]
    [InlineData("part captured", BankOperation.Refund, 401, "over_refunded", 0)]
    [InlineData("part refunded", BankOperation.Reverse, 700, "already_captured", 0)]
    [InlineData("taken back", BankOperation.Capture, 1000, "already_reversed", 0)]
    [InlineData("taken back", BankOperation.Reverse, 1000, "already_reversed", 0)]
    [InlineData("taken back", BankOperation.Refund, 1000, "not_captured", 0)]
    [InlineData("part refunded", BankOperation.Refund, 700, "approved", 700)]
    [InlineData("part refunded", BankOperation.Refund, 701, "over_refunded", 0)]
    [InlineData("open", BankOperation.Chargeback, 1, "not_captured", 0)]
    [InlineData("captured", BankOperation.Chargeback, 1000, "approved", 1000)]
    [InlineData("captured", BankOperation.Chargeback, 1001, "over_charged_back", 0)]
    [InlineData("captured", BankOperation.Chargeback, 0, "invalid_amount", 0)]
    [InlineData("captured", BankOperation.ChargebackReversal, 1000, "not_chargeback", 0)]
    [InlineData("part refunded", BankOperation.Chargeback, 700, "approved", 700)]
    [InlineData("part refunded", BankOperation.Chargeback, 701, "over_charged_back", 0)]
    [InlineData("part charged back", BankOperation.Refund, 601, "over_refunded", 0)]
    [InlineData("part charged back", BankOperation.Refund, 600, "approved", 600)]
    [InlineData("part charged back", BankOperation.Reverse, 1000, "already_captured", 0)]
    [InlineData("reversed", BankOperation.Chargeback, 1, "not_captured", 0)]
    [InlineData("declined", BankOperation.Chargeback, 1, "not_approved", 0)]
    [InlineData("unseen", BankOperation.Chargeback, 1, "not_found", 0)]
    [InlineData("reversed", BankOperation.Increment, 1, "already_reversed", 0)]
    [InlineData("reversed", BankOperation.Capture, 1, "already_reversed", 0)]
    [InlineData("reversed", BankOperation.Reverse, 1000, "already_reversed", 0)]
    [InlineData("reversed", BankOperation.Refund, 1, "not_captured", 0)]
    [InlineData("declined", BankOperation.Increment, 1, "not_approved", 0)]
    [InlineData("declined", BankOperation.Capture, 1000, "not_approved", 0)]
    [InlineData("declined", BankOperation.Reverse, 1000, "not_approved", 0)]
    [InlineData("declined", BankOperation.Refund, 1000, "not_approved", 0)]
    [InlineData("declined", BankOperation.RefundReversal, 1000, "not_approved", 0)]
    [InlineData("unseen", BankOperation.Increment, 1, "not_found", 0)]
    [InlineData("unseen", BankOperation.Capture, 1000, "not_found", 0)]
    [InlineData("unseen", BankOperation.Reverse, 1000, "not_found", 0)]
    [InlineData("unseen", BankOperation.Refund, 1000, "not_found", 0)]
    [InlineData("unseen", BankOperation.RefundReversal, 1000, "not_found", 0)]
    [InlineData("forbidden", BankOperation.Capture, 1000, "not_found", 0)]
    [InlineData("forbidden", BankOperation.Reverse, 1000, "not_found", 0)]
    public async Task Operation_OnState_IsDecidedByTheTable(string state, BankOperation operation, long amount, string reason, long approved)
    {
        var original = await Bring(state);

        var reply = await fixture.Running.Execute(Requests.Follow(operation, fixture.NewReference(), original, amount));

        Assert.Equal((reason, approved, reason == "approved"), (reply.Reason, reply.AmountApproved, reply.Approved));
    }

    [Theory]
    [InlineData(BankOperation.Capture)]
    [InlineData(BankOperation.Reverse)]
    public async Task Operation_OnAnothersAuthorization_IsNotFoundAndLeavesItAlone(BankOperation operation)
    {
        var original = await Bring("open");
        var foreign = Requests.Follow(operation, fixture.NewReference(), original) with { PaymentId = "pi_2" };
        var otherCurrency = Requests.Follow(operation, fixture.NewReference(), original) with { Currency = "eur" };

        Assert.Equal("not_found", (await fixture.Running.Execute(foreign)).Reason);
        Assert.Equal("currency_mismatch", (await fixture.Running.Execute(otherCurrency)).Reason);
        Assert.True((await fixture.Running.Execute(Requests.Follow(BankOperation.Capture, fixture.NewReference(), original))).Approved);
    }

    [Fact]
    public async Task RefundReversal_OfARefund_IsWholeAndOnce()
    {
        var sale = await Bring("sold");
        var refund = fixture.NewReference();
        await fixture.Running.Execute(Requests.Follow(BankOperation.Refund, refund, sale, 1000));

        var part = await TakeBack(refund, 999);
        var whole = await TakeBack(refund, 1000);
        var again = await TakeBack(refund, 1000);
        var next = await fixture.Running.Execute(Requests.Follow(BankOperation.Refund, fixture.NewReference(), sale, 1000));

        Assert.Equal(["invalid_amount", "approved", "already_reversed", "approved"], new[] { part, whole, again, next }.Select(reply => reply.Reason));
    }

    [Fact]
    public async Task ChargebackReversal_OfAChargeback_IsWholeAndOnce()
    {
        var sale = await Bring("sold");
        var chargeback = fixture.NewReference();
        await fixture.Running.Execute(Requests.Follow(BankOperation.Chargeback, chargeback, sale, 1000));
        Task<BankReply> GiveBack(BankOperation operation, long amount) =>
            fixture.Running.Execute(Requests.Follow(operation, fixture.NewReference(), chargeback, amount));

        var wrong = await GiveBack(BankOperation.RefundReversal, 1000);
        var part = await GiveBack(BankOperation.ChargebackReversal, 999);
        var whole = await GiveBack(BankOperation.ChargebackReversal, 1000);
        var again = await GiveBack(BankOperation.ChargebackReversal, 1000);

        Assert.Equal(["not_refund", "invalid_amount", "approved", "already_reversed"], new[] { wrong, part, whole, again }.Select(reply => reply.Reason));
    }

    [Fact]
    public async Task Operation_NamingALaterOperationOfTheAuthorization_ActsOnTheAuthorization()
    {
        var authorization = await Bring("open");
        var (capture, refund) = (fixture.NewReference(), fixture.NewReference());
        var first = await fixture.Running.Execute(Requests.Follow(BankOperation.Capture, capture, authorization));
        await fixture.Running.Execute(Requests.Follow(BankOperation.Refund, refund, capture, 600));

        var over = await fixture.Running.Execute(Requests.Follow(BankOperation.Refund, fixture.NewReference(), refund, 401));
        var rest = await fixture.Running.Execute(Requests.Follow(BankOperation.Refund, fixture.NewReference(), authorization, 400));

        Assert.Equal(("over_refunded", "approved"), (over.Reason, rest.Reason));
        Assert.Equal(first.AuthorizationCode, rest.AuthorizationCode);
    }

    [Fact]
    public async Task Sale_OfNothing_IsRefused()
    {
        var reply = await fixture.Running.Execute(Requests.Sale(fixture.NewReference(), 0));

        Assert.Equal(("invalid_amount", "13"), (reply.Reason, reply.NetworkCode));
    }

    private Task<BankReply> TakeBack(string refund, long amount) =>
        fixture.Running.Execute(Requests.Follow(BankOperation.RefundReversal, fixture.NewReference(), refund, amount));

    private async Task<string> Bring(string state)
    {
        var original = fixture.NewReference();
        BankRequest[] steps = state switch
        {
            "open" => [Requests.Authorize(original)],
            "incremented" => [Requests.Authorize(original), Follow(BankOperation.Increment, 500)],
            "captured" => [Requests.Authorize(original), Follow(BankOperation.Capture, 1000)],
            "part captured" => [Requests.Authorize(original), Follow(BankOperation.Capture, 400)],
            "part refunded" => [Requests.Sale(original), Follow(BankOperation.Refund, 300)],
            "part charged back" => [Requests.Sale(original), Follow(BankOperation.Chargeback, 400)],
            "sold" => [Requests.Sale(original)],
            "taken back" => [Requests.Sale(original), Follow(BankOperation.Reverse, 1000)],
            "reversed" => [Requests.Authorize(original), Follow(BankOperation.Reverse, 1000)],
            "declined" => [Requests.Authorize(original, number: "4000000000000002")],
            _ => [],
        };
        foreach (var step in steps)
        {
            await fixture.Running.Execute(step);
        }

        if (state == "forbidden")
        {
            await fixture.Running.Settle(original);
        }

        return original;

        BankRequest Follow(BankOperation operation, long amount) => Requests.Follow(operation, fixture.NewReference(), original, amount);
    }
}
