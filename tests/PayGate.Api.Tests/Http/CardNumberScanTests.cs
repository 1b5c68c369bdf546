using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

public sealed class CardNumberScanTests
{
    [Theory]
    [InlineData("4242424242424242")]
    [InlineData("paid with 4242424242424242.")]
    [InlineData("4242 4242 4242 4242")]
    [InlineData("4242-4242-4242-4242")]
    [InlineData("4242  4242 - 4242 4242")]
    [InlineData("order 12 4242 4242 4242 4242 12/30 123")]
    [InlineData("4242 4242 4242 4242 12 30")]
    [InlineData("pan=4242424242424242;cvc=1")]
    [InlineData("order_4242424242424242")]
    [InlineData("4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2")]
    [InlineData("3782 822463 10005")]
    [InlineData("378282246310005")]
    [InlineData("5555555555554444")]
    [InlineData("2223003122003222")]
    [InlineData("6011111111111117")]
    [InlineData("3530111333300000")]
    [InlineData("30569309025904")]
    [InlineData("6200000000000005")]
    [InlineData("4222 2222 2222 2")]
    [InlineData("4000000000000000006")]
    [InlineData("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢")]
    [InlineData("４２４２４２４２４２４２４２４２")]
    [InlineData("4242\u00a04242\u00a04242\u00a04242")]
    public void CardNumbers_AreFound(string text) => Assert.True(CardNumberScan.Contains(text));

    [Theory]
    [InlineData("")]
    [InlineData("4242")]
    [InlineData("4242424242424241")]
    [InlineData("1763692800000")]
    [InlineData("1763692800000000")]
    [InlineData("20261121024117")]
    [InlineData("2026-11-21 02:41:17")]
    [InlineData("2026-11-21-02-41-17")]
    [InlineData("+49 170 1234567 and +49 170 7654321")]
    [InlineData("4006381333931")]
    [InlineData("4222222222222")]
    [InlineData("pi_00abc4242424242424242xyz")]
    [InlineData("e4242424242424242f")]
    [InlineData("0.4242424242424242")]
    [InlineData("42424242424242424242")]
    [InlineData("4242/4242/4242/4242")]
    [InlineData("490154203237518")]
    [InlineData("9242424242424240")]
    [InlineData("DE89 3704 0044 0532 0130 00")]
    public void OtherNumbers_AreNot(string text) => Assert.False(CardNumberScan.Contains(text));
}
