using PayGate.Api.Tests.Payments;
using PayGate.Silo.Books.Checks;

namespace PayGate.Api.Tests.Limits;

/// <summary>What limits do to payments, on the real database and bank.</summary>
[Collection(GatewayCollection.Name)]
public sealed class AmountLimitTests(Gateway gateway)
{
    private const string Exceeded = """400 {"error.type":"invalid_request_error","error.code":"amount_limit_exceeded","error.param":"amount"}""";
    private const string Succeeded = """200 {"status":"succeeded"}""";

    [Fact]
    public async Task Confirm_BeyondTheDay_IsRefusedBeforeTheBank_IsNoAttempt_AndGoesTheNextDay()
    {
        var merchant = await LimitedMerchant.Open(gateway, daily: 1_000);
        await merchant.Pay(600);
        var payment = await merchant.Waiting(401);
        var key = $"confirm-{payment}";

        for (var attempt = 0; attempt < 6; attempt++)
        {
            var refused = await merchant.Caller.PostOnce(key, $"/v1/payment_intents/{payment}/confirm");
            Assert.Equal(Exceeded, Shown(refused));
            Assert.Matches(
                "^401 usd .* exceeds what is left of the account's daily limit of 1000: 400 until it resets at [0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z\\.$",
                refused["error.message"]!.GetValue<string>());
        }

        Assert.Equal(
            """200 {"status":"requires_confirmation","latest_charge":null,"last_payment_error":null}""",
            (await merchant.Read(payment)).Show("status", "latest_charge", "last_payment_error"));
        Assert.Empty(await gateway.BankOperations(payment));
        Assert.Equal(Succeeded, (await merchant.Pay(400)).Show("status"));
        Assert.Equal((1_000L, 1_000L), await merchant.Used());

        AdvanceToNextDay();
        // The payment itself expires after an hour; another of the same amount takes its place.
        Assert.Equal(Succeeded, (await merchant.Confirm(await merchant.Waiting(401))).Show("status"));
        Assert.Equal(401, (await merchant.Used()).Daily);
    }

    [Fact]
    public async Task Confirm_ThatWasRefused_GoesWithTheSameKeyOnceItFits()
    {
        var merchant = await LimitedMerchant.Open(gateway, daily: 1_000);
        var payment = await merchant.Waiting(1_001);
        var path = $"/v1/payment_intents/{payment}/confirm";

        Assert.Equal(Exceeded, Shown(await merchant.Caller.PostOnce($"once-{payment}", path)));
        await merchant.Set(("daily_amount", "1001"));
        var paid = await merchant.Caller.PostOnce($"once-{payment}", path);

        Assert.Equal((Succeeded, false), (paid.Show("status"), paid.Replayed));
    }

    [Fact]
    public async Task Confirm_BeyondTheMonth_GoesTheNextMonth()
    {
        var merchant = await LimitedMerchant.Open(gateway, monthly: 1_000);
        await merchant.Pay(900);
        AdvanceToNextDay();
        AdvanceToTheSecondOfAMonth();
        await merchant.Pay(900);
        AdvanceToNextDay();

        var refused = await merchant.Pay(101);
        Assert.Equal(Exceeded, Shown(refused));
        Assert.Contains("monthly limit of 1000: 100 until", refused["error.message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((0L, 900L), await merchant.Used());
        AdvanceToTheSecondOfAMonth();

        Assert.Equal((0L, 0L), await merchant.Used());
        Assert.Equal(Succeeded, (await merchant.Pay(1_000)).Show("status"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Confirm_FiftyAtOnceWhereSevenFit_ApprovesSeven(bool atCreation)
    {
        var merchant = await LimitedMerchant.Open(gateway, daily: 7 * 1_999 + 1_998);
        var waiting = atCreation ? Array.Empty<string>() : await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => merchant.Waiting(1_999)));

        var answers = atCreation
            ? await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => merchant.Pay(1_999)))
            : await Task.WhenAll(waiting.Select(payment => merchant.Confirm(payment)));

        Assert.Equal(7, answers.Count(answer => answer.Status == 200));
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal(Exceeded, Shown(answer)));
        Assert.Equal((7 * 1_999L, 7 * 1_999L), await merchant.Used());
        Assert.Equal(
            "7 13993",
            Assert.Single(await gateway.Lines(
                $"select count(*) || ' ' || sum(b.amount_approved) from bank.operations b join paygate.payment_intents p on p.id = b.payment_id where p.merchant_id = '{merchant.Id}'")));
        Assert.Equal(Succeeded, (await merchant.Pay(1_998)).Show("status"));
        Assert.Equal(Exceeded, Shown(await merchant.Pay(50)));
        Assert.Empty(await BooksAudit.Run(gateway.Fixture.Database.Audit));
    }

    [Fact]
    public async Task Decline_GivesBackWhatItTook_VoidAndRefundDoNot()
    {
        var merchant = await LimitedMerchant.Open(gateway, daily: 1_000);

        var declined = await merchant.Pay(1_000, ("payment_method", "pm_card_chargeDeclined"));
        var held = await merchant.Pay(400, ("capture_method", "manual"));
        await merchant.Caller.Post($"/v1/payment_intents/{held.Id}/cancel");
        var partly = await merchant.Pay(300, ("capture_method", "manual"));
        await merchant.Caller.Post($"/v1/payment_intents/{partly.Id}/capture", ("amount_to_capture", "100"));
        var paid = await merchant.Pay(300);
        await merchant.Caller.Post("/v1/refunds", ("payment_intent", paid.Id));

        Assert.Equal("""402 {"error.code":"card_declined"}""", declined.Show("error.code"));
        Assert.Equal((1_000L, 1_000L), await merchant.Used());
        Assert.Equal(Exceeded, Shown(await merchant.Pay(50)));
    }

    [Fact]
    public async Task UnknownOutcome_CountsUntilItIsDefinite()
    {
        var merchant = await LimitedMerchant.Open(gateway, daily: 1_000);
        foreach (var (behavior, used) in new[] { ("lost_request", 0L), ("lost_answer", 1_000L) })
        {
            await merchant.Caller.Order(behavior, "authorize");
            var silent = await merchant.Pay(1_000);

            Assert.Equal("""200 {"status":"processing"}""", silent.Show("status"));
            Assert.Equal((1_000L, 1_000L), await merchant.Used());
            Assert.Equal(Exceeded, Shown(await merchant.Pay(50)));
            gateway.Fixture.Clock.Advance(TimeSpan.FromSeconds(60));
            await gateway.Fixture.Sweep();

            Assert.Equal((used, used), await merchant.Used());
        }

        Assert.Equal(Exceeded, Shown(await merchant.Pay(50)));
    }

    [Fact]
    public async Task Increment_TakesTheDifference()
    {
        var merchant = await LimitedMerchant.Open(gateway, daily: 1_000);
        var held = await merchant.Pay(600, ("capture_method", "manual"));
        var path = $"/v1/payment_intents/{held.Id}/increment_authorization";

        var refused = await merchant.Caller.Post(path, ("amount", "1001"));
        await merchant.Caller.Order("decline", "increment");
        var declined = await merchant.Caller.Post(path, ("amount", "1000"));
        var afterDecline = await merchant.Used();
        var raised = await merchant.Caller.Post(path, ("amount", "1000"));
        var captured = await merchant.Caller.Post($"/v1/payment_intents/{held.Id}/capture");

        Assert.Equal(Exceeded, Shown(refused));
        Assert.Equal((402, (600L, 600L)), (declined.Status, afterDecline));
        Assert.Equal("""200 {"status":"requires_capture","amount":1000}""", raised.Show("status", "amount"));
        Assert.Equal("""200 {"status":"succeeded","amount_received":1000}""", captured.Show("status", "amount_received"));
        Assert.Equal((1_000L, 1_000L), await merchant.Used());
    }

    [Fact]
    public async Task Challenge_HoldsNothingBack_AndThePaymentWaitsForAnotherConfirmWhereNothingIsLeftAfterIt()
    {
        var merchant = await LimitedMerchant.Open(gateway, daily: 1_000);
        (string, string)[] secured = [("payment_method", "pm_card_threeDSecure2Required")];
        var (first, second) = (await merchant.Pay(700, secured), await merchant.Pay(700, secured));
        Assert.Equal((0L, 0L), await merchant.Used());
        Assert.Equal(Exceeded, Shown(await merchant.Pay(1_001, secured)));

        await ChallengeTests.Answer(first, "approve");
        await ChallengeTests.Answer(second, "approve");

        Assert.Equal(Succeeded, (await merchant.Read(first.Id)).Show("status"));
        var refused = await merchant.Read(second.Id);
        Assert.Equal(
            """200 {"status":"requires_payment_method","last_payment_error.type":"invalid_request_error","last_payment_error.code":"amount_limit_exceeded","last_payment_error.attempts_left":5}""",
            refused.Show("status", "last_payment_error.type", "last_payment_error.code", "last_payment_error.attempts_left"));
        Assert.Contains("daily limit of 1000: 300", refused["last_payment_error.message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(await gateway.BankOperations(second.Id));
        await merchant.Set(("daily_amount", "1400"));
        Assert.Equal(Succeeded, (await merchant.Confirm(second.Id, ("payment_method", "pm_card_visa"))).Show("status"));
        Assert.Equal((1_400L, 1_400L), await merchant.Used());
    }

    [Fact]
    public async Task Browser_IsToldNothingOfTheMerchantsLimits()
    {
        var merchant = await LimitedMerchant.Open(gateway, daily: 1_000);
        var created = await merchant.Caller.Create(("amount", "1001"));

        var refused = await gateway.Browser.Post(
            $"/v1/payment_intents/{created.Id}/confirm", ("client_secret", created.Secret), ("payment_method", "pm_card_visa"));

        Assert.Equal(
            """400 {"error.code":"amount_limit_exceeded","error.message":"The merchant cannot accept this payment at the moment. Try again later."}""",
            refused.Show("error.code", "error.message"));
    }

    [Fact]
    public async Task SavedCard_OffSession_AndATokenThatWasRefused_CanPayLater()
    {
        var merchant = await LimitedMerchant.Open(gateway, daily: 1_000);
        var customer = (await merchant.Caller.Post("/v1/customers")).Id;
        var card = (await merchant.Caller.Post("/v1/payment_methods/pm_card_visa/attach", ("customer", customer))).Id;
        var token = (await merchant.Caller.Post(
            "/v1/tokens", ("card[number]", "4242424242424242"), ("card[exp_month]", "12"), ("card[exp_year]", "2040"), ("card[cvc]", "123"))).Id;
        (string, string)[] saved = [("customer", customer), ("payment_method", card), ("off_session", "true")];
        (string, string)[] entered = [("payment_method", token)];
        var payment = (await merchant.Caller.Create(("amount", "1001"))).Id;

        Assert.Equal(Exceeded, Shown(await merchant.Pay(1_001, saved)));
        Assert.Equal(Exceeded, Shown(await merchant.Confirm(payment, entered)));
        await merchant.Set(("daily_amount", "2002"));

        Assert.Equal(Succeeded, (await merchant.Pay(1_001, saved)).Show("status"));
        Assert.Equal(Succeeded, (await merchant.Confirm(payment, entered)).Show("status"));
    }

    [Fact]
    public async Task Limit_SetLater_CountsWhatWasApprovedBefore()
    {
        var merchant = await LimitedMerchant.Open(gateway);
        await merchant.Pay(300);
        await merchant.Pay(200, ("payment_method", "pm_card_chargeDeclined"));
        var held = await merchant.Pay(100, ("capture_method", "manual"));
        await merchant.Caller.Post($"/v1/payment_intents/{held.Id}/increment_authorization", ("amount", "150"));

        var set = await merchant.Set(("daily_amount", "1000"));
        Assert.Equal("""200 {"daily_used":450,"monthly_used":450}""", set.Show("daily_used", "monthly_used"));
        Assert.Equal(Exceeded, Shown(await merchant.Pay(551)));
        Assert.Equal(Succeeded, (await merchant.Pay(250)).Show("status"));
        // By then all processes know of the limit, and what was taken without it is counted for the last time.
        gateway.Fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Succeeded, (await merchant.Pay(250)).Show("status"));
        Assert.Equal(Succeeded, (await merchant.Pay(50)).Show("status"));
        Assert.Equal(Exceeded, Shown(await merchant.Pay(50)));

        await merchant.Set(("daily_amount", ""));
        await merchant.Pay(5_000);
        var again = await merchant.Set(("daily_amount", "7000"));
        Assert.Equal("""200 {"daily_used":6000,"monthly_used":6000}""", again.Show("daily_used", "monthly_used"));
        Assert.Equal(Exceeded, Shown(await merchant.Pay(1_001)));
        Assert.Equal(Succeeded, (await merchant.Pay(1_000)).Show("status"));
    }

    private static string Shown(Reply refused) => refused.Show("error.type", "error.code", "error.param");

    private void AdvanceToNextDay() => gateway.Fixture.Clock.Advance(
        gateway.Fixture.Clock.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(1) - gateway.Fixture.Clock.GetUtcNow().UtcDateTime);

    private void AdvanceToTheSecondOfAMonth()
    {
        var now = gateway.Fixture.Clock.GetUtcNow().UtcDateTime;
        gateway.Fixture.Clock.Advance(new DateTime(now.Year, now.Month, 2, 1, 0, 0, DateTimeKind.Utc).AddMonths(1) - now);
    }
}
