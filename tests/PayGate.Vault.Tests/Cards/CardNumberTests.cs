using PayGate.Cards;

namespace PayGate.Vault.Tests.Cards;

public sealed class CardNumberTests
{
    [Theory]
    [InlineData("4242424242424242", "4242424242424242", "visa")]
    [InlineData("4222222222222", "4222222222222", "visa")]
    [InlineData("4242 4242-4242 4242", "4242424242424242", "visa")]
    [InlineData("5555555555554444", "5555555555554444", "mastercard")]
    [InlineData("2221000000000009", "2221000000000009", "mastercard")]
    [InlineData("2720990000000007", "2720990000000007", "mastercard")]
    [InlineData("378282246310005", "378282246310005", "amex")]
    [InlineData("6011111111111117", "6011111111111117", "discover")]
    [InlineData("6441111111111117", "6441111111111117", "discover")]
    [InlineData("3566002020360505", "3566002020360505", "jcb")]
    [InlineData("3056930009020004", "3056930009020004", "diners")]
    [InlineData("36227206271667", "36227206271667", "diners")]
    [InlineData("6200000000000005", "6200000000000005", "unionpay")]
    [InlineData("6205500000000000004", "6205500000000000004", "unionpay")]
    [InlineData("6759649826438453", "6759649826438453", "maestro")]
    public void Validate_WhenGood_GivesDigitsAndBrand(string typed, string digits, string brand)
    {
        var number = CardNumber.Validate(Secret.Of(typed), "card[number]");

        Assert.Null(number.Refusal);
        Assert.Equal(digits, number.Value!.Reveal());
        Assert.Equal(brand, CardBrand.Of(digits)!.Name);
    }

    [Theory]
    [InlineData("4242424242424241", "incorrect_number")]
    [InlineData("1234567812345678", "incorrect_number")]
    [InlineData("2220990000000000", "incorrect_number")]
    [InlineData("", "invalid_number")]
    [InlineData(" - ", "invalid_number")]
    [InlineData("4242", "invalid_number")]
    [InlineData("424242424242424", "invalid_number")]
    [InlineData("42424242424242424242", "invalid_number")]
    [InlineData("37828224631000", "invalid_number")]
    [InlineData("9999999999999995", "invalid_number")]
    [InlineData("2220990000000002", "invalid_number")]
    [InlineData("2721000000000004", "invalid_number")]
    [InlineData("4242x24242424242", "invalid_number")]
    [InlineData("4242424242424242\n", "invalid_number")]
    [InlineData("+4242424242424242", "invalid_number")]
    [InlineData("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "invalid_number")]
    [InlineData("\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12\uFF14\uFF12", "invalid_number")]
    public void Validate_WhenWrong_RefusesWithCodeAndParam(string typed, string code)
    {
        var number = CardNumber.Validate(Secret.Of(typed), "card[number]");

        Assert.Equal(code, number.Refusal!.Code);
        Assert.Equal("card[number]", number.Refusal.Param);
        if (typed.Length > 3)
        {
            Assert.DoesNotContain(typed, number.Refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Validate_WhenAnyOneDigitIsChanged_Refuses()
    {
        const string Good = "4242424242424242";
        for (var position = 1; position < Good.Length; position++)
        {
            foreach (var digit in "0123456789".Where(digit => digit != Good[position]))
            {
                var changed = string.Concat(Good.AsSpan(0, position), digit.ToString(), Good.AsSpan(position + 1));
                Assert.Equal("incorrect_number", CardNumber.Validate(Secret.Of(changed), "p").Refusal!.Code);
            }
        }
    }
}
