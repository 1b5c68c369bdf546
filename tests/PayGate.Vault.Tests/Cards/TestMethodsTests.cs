using PayGate.Cards;

namespace PayGate.Vault.Tests.Cards;

public sealed class TestMethodsTests
{
    [Theory]
    [InlineData("pm_card_visa", "4242424242424242", "visa", "credit")]
    [InlineData("tok_visa", "4242424242424242", "visa", "credit")]
    [InlineData("pm_card_visa_debit", "4000056655665556", "visa", "debit")]
    [InlineData("tok_mastercard_prepaid", "5105105105105100", "mastercard", "prepaid")]
    [InlineData("pm_card_amex", "378282246310005", "amex", "credit")]
    [InlineData("tok_chargeDeclined", "4000000000000002", "visa", "credit")]
    [InlineData("pm_card_visa_chargeDeclined", "4000000000000002", "visa", "credit")]
    [InlineData("pm_card_chargeDeclinedInsufficientFunds", "4000000000009995", "visa", "credit")]
    [InlineData("pm_card_visa_chargeDeclinedLostCard", "4000000000009987", "visa", "credit")]
    [InlineData("tok_chargeDeclinedExpiredCard", "4000000000000069", "visa", "credit")]
    [InlineData("pm_card_chargeCustomerFail", "4000000000000341", "visa", "credit")]
    [InlineData("pm_card_threeDSecure2Required", "4000000000003220", "visa", "credit")]
    public void TryGet_WhenNamed_GivesNumberAndDisplay(string name, string number, string brand, string funding)
    {
        Assert.True(TestMethods.TryGet(name, out var method));
        var display = method.ToDisplay(TestCards.Now);

        Assert.Equal(number, method.Number);
        Assert.Equal((brand, funding, number[^4..], 12, 2030), (display.Brand, display.Funding, display.Last4, display.ExpMonth, display.ExpYear));
        Assert.Equal(16, display.Fingerprint!.Length);
    }

    [Fact]
    public void EveryMethod_IsAValidCard()
    {
        Assert.True(TestMethods.Names.Count > 60);
        foreach (var name in TestMethods.Names)
        {
            Assert.True(TestMethods.TryGet("pm_card_" + name, out var method));
            Assert.True(CardRules.Validate(method.ToCard(TestCards.Now), TestCards.Now, "card").IsSuccess, name);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("visa")]
    [InlineData("pm_visa")]
    [InlineData("pm_card_Visa")]
    [InlineData("pm_card_")]
    [InlineData("tok_unknown")]
    public void TryGet_WhenNotANamedMethod_IsFalse(string? name) => Assert.False(TestMethods.TryGet(name, out _));

    [Fact]
    public void TryGet_OfStoredHandles_IsFalse()
    {
        Assert.False(TestMethods.TryGet(ObjectId.New("pm", "mch_1", TestCards.Now), out _));
        Assert.False(TestMethods.TryGet(ObjectId.New("tok", "mch_1", TestCards.Now), out _));
    }
}
