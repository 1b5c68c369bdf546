using PayGate.Cards;

namespace PayGate.Vault.Tests.Cards;

public sealed class CardRulesTests
{
    [Theory]
    [InlineData(11, 2026, 2026)]
    [InlineData(12, 26, 2026)]
    [InlineData(1, 27, 2027)]
    [InlineData(1, 2076, 2076)]
    public void Expiry_WhenNotPassed_GivesFourDigitYear(int month, int year, int fullYear) =>
        Assert.Equal(fullYear, CardRules.Validate(TestCards.Card(month: month, year: year), TestCards.Now, "card").Value!.ExpYear);

    [Theory]
    [InlineData(0, 2030, "invalid_expiry_month", "card[exp_month]")]
    [InlineData(13, 2030, "invalid_expiry_month", "card[exp_month]")]
    [InlineData(-1, 2030, "invalid_expiry_month", "card[exp_month]")]
    [InlineData(10, 2026, "invalid_expiry_month", "card[exp_month]")]
    [InlineData(12, 2025, "invalid_expiry_year", "card[exp_year]")]
    [InlineData(12, 25, "invalid_expiry_year", "card[exp_year]")]
    [InlineData(12, 1970, "invalid_expiry_year", "card[exp_year]")]
    [InlineData(12, -1, "invalid_expiry_year", "card[exp_year]")]
    [InlineData(12, 100, "invalid_expiry_year", "card[exp_year]")]
    [InlineData(1, 2077, "invalid_expiry_year", "card[exp_year]")]
    [InlineData(1, 99, "invalid_expiry_year", "card[exp_year]")]
    [InlineData(1, int.MaxValue, "invalid_expiry_year", "card[exp_year]")]
    public void Expiry_WhenPassedOrImpossible_Refuses(int month, int year, string code, string param) =>
        AssertRefused(TestCards.Card(month: month, year: year), code, param);

    [Fact]
    public void Expiry_AtTheLastInstantOfItsMonth_IsGood_AndAtTheNextIsNot()
    {
        var end = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var card = TestCards.Card(month: 12, year: 2026);

        Assert.True(CardRules.Validate(card, end.AddTicks(-1), "card").IsSuccess);
        Assert.False(CardRules.Validate(card, end, "card").IsSuccess);
    }

    [Theory]
    [InlineData("4242424242424242", "123", true)]
    [InlineData("4242424242424242", null, true)]
    [InlineData("4242424242424242", "1234", false)]
    [InlineData("4242424242424242", "12", false)]
    [InlineData("4242424242424242", "", false)]
    [InlineData("4242424242424242", "12a", false)]
    [InlineData("4242424242424242", "١٢٣", false)]
    [InlineData("378282246310005", "1234", true)]
    [InlineData("378282246310005", "123", false)]
    public void Cvc_HasTheLengthOfItsBrand(string number, string? cvc, bool good)
    {
        var card = TestCards.Card(number, cvc: cvc);
        if (good)
        {
            Assert.Null(CardRules.Validate(card, TestCards.Now, "card").Refusal);
        }
        else
        {
            AssertRefused(card, "invalid_cvc", "card[cvc]");
        }
    }

    [Theory]
    [InlineData("Amina El Fassi")]
    [InlineData("أمينة الفاسي")]
    [InlineData("山田 太郎")]
    [InlineData("Владимир О'Нил-Łukasz")]
    [InlineData("𠮷野家")]
    [InlineData("Agent 47")]
    public void Name_InAnyScript_IsGood(string name) =>
        Assert.Null(CardRules.Validate(TestCards.Card(name: name), TestCards.Now, "card").Refusal);

    [Theory]
    [InlineData("A\u0000B", "parameter_invalid_string")]
    [InlineData("A\nB", "parameter_invalid_string")]
    [InlineData("A\u2028B", "parameter_invalid_string")]
    [InlineData("A\u0085B", "parameter_invalid_string")]
    [InlineData("   ", "parameter_invalid_string")]
    [InlineData("4242 4242 4242 4242", "sensitive_data_in_field")]
    [InlineData("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "sensitive_data_in_field")]
    public void Name_WhenNotAName_Refuses(string name, string code) => AssertRefused(TestCards.Card(name: name), code, "card[name]");

    [Fact]
    public void Name_WithHalfASurrogatePair_Refuses() =>
        AssertRefused(TestCards.Card(name: "A" + (char)0xD800 + "B"), "parameter_invalid_string", "card[name]");

    [Fact]
    public void Name_WhenTooLong_Refuses() =>
        AssertRefused(TestCards.Card(name: new string('a', HolderName.LengthMax + 1)), "parameter_too_long", "card[name]");

    [Fact]
    public void Validate_WhenAllIsWrong_RefusesInTheDocumentedOrder()
    {
        var card = TestCards.Card("4242424242424241", 13, 1999, "1", "\n");
        AssertRefused(card, "incorrect_number", "card[number]");
        AssertRefused(card = card with { Number = Secret.Of("4242424242424242") }, "invalid_expiry_month", "card[exp_month]");
        AssertRefused(card = card with { ExpMonth = 12 }, "invalid_expiry_year", "card[exp_year]");
        AssertRefused(card = card with { ExpYear = 2030 }, "invalid_cvc", "card[cvc]");
        AssertRefused(card with { Cvc = null }, "parameter_invalid_string", "card[name]");
    }

    private static void AssertRefused(CardInput card, string code, string param)
    {
        var refusal = CardRules.Validate(card, TestCards.Now, "card").Refusal;
        Assert.NotNull(refusal);
        Assert.Equal((code, param), (refusal.Code, refusal.Param));
    }
}
