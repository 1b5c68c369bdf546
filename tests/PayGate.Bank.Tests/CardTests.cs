using PayGate.Bank.Authentications;
using PayGate.Bank.Issuer;
using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

public sealed class CardTests(BankFixture fixture) : IClassFixture<BankFixture>
{
    /// <summary>The table that the sandbox promises, written down a second time.</summary>
    [Theory]
    [InlineData("4242424242424242", "00", "approved", "Y", "M")]
    [InlineData("4000056655665556", "00", "approved", "Y", "M")]
    [InlineData("5555555555554444", "00", "approved", "Y", "M")]
    [InlineData("2223003122003222", "00", "approved", "Y", "M")]
    [InlineData("5200828282828210", "00", "approved", "Y", "M")]
    [InlineData("5105105105105100", "00", "approved", "Y", "M")]
    [InlineData("378282246310005", "00", "approved", "Y", "M")]
    [InlineData("371449635398431", "00", "approved", "Y", "M")]
    [InlineData("6011111111111117", "00", "approved", "Y", "M")]
    [InlineData("6011000990139424", "00", "approved", "Y", "M")]
    [InlineData("6011981111111113", "00", "approved", "Y", "M")]
    [InlineData("3056930009020004", "00", "approved", "Y", "M")]
    [InlineData("36227206271667", "00", "approved", "Y", "M")]
    [InlineData("3566002020360505", "00", "approved", "Y", "M")]
    [InlineData("6200000000000005", "00", "approved", "Y", "M")]
    [InlineData("6200000000000047", "00", "approved", "Y", "M")]
    [InlineData("6205500000000000004", "00", "approved", "Y", "M")]
    [InlineData("4000000000000077", "00", "approved", "Y", "M")]
    [InlineData("4000003720000278", "00", "approved", "Y", "M")]
    [InlineData("4000000000003220", "1A", "authentication_required", "Y", "M")]
    [InlineData("4000002760003184", "1A", "authentication_required", "Y", "M")]
    [InlineData("4000002500003155", "1A", "authentication_required", "Y", "M")]
    [InlineData("4000003800000446", "1A", "authentication_required", "Y", "M")]
    [InlineData("4000000000003063", "1A", "authentication_required", "Y", "M")]
    [InlineData("4000008400001280", "1A", "authentication_required", "Y", "M")]
    [InlineData("4000008260003178", "1A", "authentication_required", "Y", "M")]
    [InlineData("4000000000003055", "00", "approved", "Y", "M")]
    [InlineData("4000008400001629", "1A", "authentication_required", "Y", "M")]
    [InlineData("4000000000000010", "00", "approved", "N", "M")]
    [InlineData("4000000000000028", "00", "approved", "Z", "M")]
    [InlineData("4000000000000036", "00", "approved", "A", "M")]
    [InlineData("4000000000000044", "00", "approved", "U", "M")]
    [InlineData("4000000000000101", "00", "approved", "Y", "N")]
    [InlineData("4000000000000002", "05", "do_not_honor", "Y", "M")]
    [InlineData("4000000000009995", "51", "insufficient_funds", "Y", "M")]
    [InlineData("4000000000009987", "41", "lost_card", "Y", "M")]
    [InlineData("4000000000009979", "43", "stolen_card", "Y", "M")]
    [InlineData("4100000000000019", "59", "fraudulent", "Y", "M")]
    [InlineData("4000000000006975", "65", "card_velocity_exceeded", "Y", "M")]
    [InlineData("4000000000000069", "54", "expired_card", "Y", "M")]
    [InlineData("4000000000000127", "N7", "incorrect_cvc", "Y", "N")]
    [InlineData("4000000000000119", "96", "processing_error", "U", "U")]
    [InlineData("4000000000000341", "05", "do_not_honor", "Y", "M")]
    [InlineData("4000000000007726", "00", "approved", "Y", "M")]
    [InlineData("4000000000005126", "00", "approved", "Y", "M")]
    [InlineData("4012888888881881", "00", "approved", "Y", "M")]
    [InlineData("4242424242424241", "14", "incorrect_number", "U", "P")]
    [InlineData("42424242424", "14", "incorrect_number", "U", "P")]
    [InlineData("4242 4242 4242 4242", "14", "incorrect_number", "U", "P")]
    [InlineData("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "14", "incorrect_number", "U", "P")]
    public async Task Sale_WithCard_AnswersByTheTable(string number, string code, string reason, string avs, string cvc)
    {
        var reply = await fixture.Running.Execute(Requests.Sale(fixture.NewReference(), 1999, number));

        Assert.Equal((code, reason, avs, cvc), (reply.NetworkCode, reply.Reason, reply.AvsResult, reply.CvcResult));
        Assert.Equal(reason == "approved", reply.Approved);
        Assert.Equal(reply.Approved ? 1999 : 0, reply.AmountApproved);
        Assert.Equal(reply.Approved, reply.AuthorizationCode is { Length: 6 });
    }

    [Theory]
    [InlineData("4000000000003220", "approved")]
    [InlineData("4000000000003063", "approved")]
    [InlineData("4000008400001629", "do_not_honor")]
    [InlineData("4000008400001280", "processing_error")]
    [InlineData("4000008260003178", "insufficient_funds")]
    public async Task Sale_WithAnAuthenticatedCardholder_AnswersAsTheCardDoes(string number, string reason)
    {
        var reply = await fixture.Running.Execute(Requests.Sale(fixture.NewReference(), 1999, number) with { Eci = "05" });

        Assert.Equal(reason, reply.Reason);
    }

    /// <summary>Who may start a payment without an authentication, by card: the cardholder, the merchant, the merchant with a card that was set up.</summary>
    [Theory]
    [InlineData("4242424242424242", "approved", "approved", "approved")]
    [InlineData("4000000000003055", "approved", "approved", "approved")]
    [InlineData("4000002500003155", "authentication_required", "authentication_required", "approved")]
    [InlineData("4000003800000446", "authentication_required", "approved", "approved")]
    [InlineData("4000002760003184", "authentication_required", "authentication_required", "authentication_required")]
    [InlineData("4000000000003220", "authentication_required", "authentication_required", "authentication_required")]
    [InlineData("4000008260003178", "authentication_required", "authentication_required", "authentication_required")]
    public async Task Sale_WithoutAuthentication_IsDeclinedByWhoStartsIt(string number, string cardholder, string merchant, string setUp)
    {
        BankInitiation[] starters = [BankInitiation.Cardholder, BankInitiation.Merchant, BankInitiation.MerchantAfterSetUp];
        var reasons = new List<string>();
        foreach (var initiation in starters)
        {
            reasons.Add((await fixture.Running.Execute(Requests.Sale(fixture.NewReference(), 1999, number) with { Initiation = initiation })).Reason);
        }

        Assert.Equal([cardholder, merchant, setUp], reasons);
    }

    [Theory]
    [InlineData("4242424242424242", AuthenticationDemand.Automatic, AuthenticationOutcome.NotAsked, null)]
    [InlineData("4242424242424242", AuthenticationDemand.Any, AuthenticationOutcome.Attempted, "06")]
    [InlineData("4242424242424242", AuthenticationDemand.Challenge, AuthenticationOutcome.Attempted, "06")]
    [InlineData("4000000000003055", AuthenticationDemand.Automatic, AuthenticationOutcome.NotAsked, null)]
    [InlineData("4000000000003055", AuthenticationDemand.Any, AuthenticationOutcome.Frictionless, "05")]
    [InlineData("4000000000003055", AuthenticationDemand.Challenge, AuthenticationOutcome.Challenge, "05")]
    [InlineData("4000000000003220", AuthenticationDemand.Automatic, AuthenticationOutcome.Challenge, "05")]
    [InlineData("4000002500003155", AuthenticationDemand.Automatic, AuthenticationOutcome.Challenge, "05")]
    [InlineData("4000003800000446", AuthenticationDemand.Automatic, AuthenticationOutcome.Challenge, "05")]
    [InlineData("378282246310005", AuthenticationDemand.Automatic, AuthenticationOutcome.NotAsked, null)]
    [InlineData("378282246310005", AuthenticationDemand.Any, AuthenticationOutcome.Unsupported, null)]
    public async Task Authenticate_AnswersByCardAndDemand(string number, AuthenticationDemand demand, AuthenticationOutcome outcome, string? eci)
    {
        var card = new BankCard { Number = number, ExpMonth = 12, ExpYear = 2040 };

        var answer = await fixture.Running.Bank.Authenticate(card, demand, CancellationToken.None);

        Assert.Equal((outcome, eci), (answer.Outcome, answer.Eci));
    }

    [Fact]
    public void Table_OfTheBank_HoldsOnlyValidNumbersThatTheTestKnows()
    {
        var tested = typeof(CardTests).GetMethod(nameof(Sale_WithCard_AnswersByTheTable))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Cast<InlineDataAttribute>()
            .Select(row => (string)row.GetData(null!).Single()[0])
            .ToHashSet();

        Assert.All(TestCards.All, card => Assert.True(CardNumber.IsValid(card.Number), card.Name));
        Assert.All(TestCards.All, card => Assert.True(tested.Contains(card.Number) || IssuerMemoryTests.Laboratory.ContainsKey(card.Number), card.Name));
    }

    [Theory]
    [InlineData("4242424242424242", "00", "P")]
    [InlineData("4000000000000101", "00", "P")]
    [InlineData("4000000000000002", "05", "P")]
    [InlineData("4000000000000119", "96", "P")]
    [InlineData("4000000000000127", "N7", "N")]
    public async Task Authorize_WithoutCvc_IsNotProcessedUnlessTheScriptIsAboutIt(string number, string code, string cvc)
    {
        var request = Requests.Authorize(fixture.NewReference()) with { Card = Requests.Card(number, cvc: null) };

        var reply = await fixture.Running.Execute(request);

        Assert.Equal((code, cvc), (reply.NetworkCode, reply.CvcResult));
    }

    /// <summary>The bank's clock shows the last second of March 2026.</summary>
    [Theory]
    [InlineData(3, 2026, "00")]
    [InlineData(4, 2026, "00")]
    [InlineData(1, 2027, "00")]
    [InlineData(2, 2026, "54")]
    [InlineData(12, 2025, "54")]
    [InlineData(0, 2030, "54")]
    [InlineData(13, 2030, "54")]
    public async Task Authorize_ByExpiryDate_IsGoodUntilTheEndOfTheMonth(int month, int year, string code)
    {
        var request = Requests.Authorize(fixture.NewReference()) with { Card = Requests.Card(month: month, year: year) };

        var reply = await fixture.Running.Execute(request);

        Assert.Equal(code, reply.NetworkCode);
    }

    [Fact]
    public async Task Authorize_OfNothing_ChecksTheCardThatDeclinesCharges()
    {
        var check = await fixture.Running.Execute(Requests.Authorize(fixture.NewReference(), 0, "4000000000000341"));
        var charge = await fixture.Running.Execute(Requests.Authorize(fixture.NewReference(), 1, "4000000000000341"));
        var declined = await fixture.Running.Execute(Requests.Authorize(fixture.NewReference(), 0, "4000000000000002"));

        Assert.Equal(("00", "05", "05"), (check.NetworkCode, charge.NetworkCode, declined.NetworkCode));
    }

    [Fact]
    public async Task Increment_WithDecliningCard_LeavesTheAuthorizationAsItWas()
    {
        var (authorization, increment) = (fixture.NewReference(), fixture.NewReference());
        await fixture.Running.Execute(Requests.Authorize(authorization, 1000));
        var request = Requests.Follow(BankOperation.Increment, increment, authorization, 500) with { Card = Requests.Card("4000000000009995") };

        var declined = await fixture.Running.Execute(request);
        var capture = await fixture.Running.Execute(Requests.Follow(BankOperation.Capture, fixture.NewReference(), authorization, 1001));

        Assert.Equal(("51", false, 0L), (declined.NetworkCode, declined.Approved, declined.AmountApproved));
        Assert.Equal("over_captured", capture.Reason);
    }
}
