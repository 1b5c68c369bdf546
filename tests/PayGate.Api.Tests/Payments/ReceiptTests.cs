using System.Net;

namespace PayGate.Api.Tests.Payments;

/// <summary>Who finds a receipt. What it shows is looked at in a browser, by the checkout's own tests.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ReceiptTests(Gateway gateway)
{
    [Theory]
    [InlineData("pm_card_visa", "automatic", true)]
    [InlineData("pm_card_visa", "manual", true)]
    [InlineData("pm_card_chargeDeclined", "automatic", false)]
    public async Task Receipt_OfWhatTheBankApproved_HasAnAddress(string method, string capture, bool hasReceipt)
    {
        var payment = await gateway.Merchant.Pay(("payment_method", method), ("capture_method", capture));
        var id = payment[payment.Status == 200 ? "id" : "error.payment_intent.id"]!.GetValue<string>();
        var charge = (await gateway.Merchant.Get($"/v1/charges?payment_intent={id}")).Body["data"]![0]!;

        Assert.Equal(hasReceipt, charge["receipt_url"] is not null);
        if (hasReceipt)
        {
            var address = charge["receipt_url"]!.GetValue<string>();
            Assert.StartsWith(new Uri(gateway.Fixture.Client.BaseAddress!, $"/receipts/{charge["id"]}/").ToString(), address, StringComparison.Ordinal);
            Assert.NotEqual(HttpStatusCode.NotFound, await StatusOf(address));
        }
    }

    [Fact]
    public async Task Receipt_AfterAChallenge_HasAnAddress()
    {
        var waiting = await gateway.Merchant.Pay(("payment_method", "pm_card_threeDSecure2Required"));
        await ChallengeTests.Answer(waiting, "approve");

        Assert.NotEqual(HttpStatusCode.NotFound, await StatusOf(await AddressOf(waiting.Id)));
    }

    [Fact]
    public async Task Receipt_UnderAnyOtherAddress_IsUnknown()
    {
        var address = await AddressOf((await gateway.Merchant.Pay(("payment_method", "pm_card_visa"))).Id);
        var other = await AddressOf((await gateway.Merchant.Pay(("payment_method", "pm_card_visa"))).Id);
        var (token, otherToken) = (address.Split('/')[^1], other.Split('/')[^1]);

        foreach (var wrong in new[] { address[..^1], address[..^1] + "~", other.Replace(otherToken, token, StringComparison.Ordinal), address[..^token.Length] + "%C3%A9" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusOf(wrong));
        }
    }

    private async Task<string> AddressOf(string paymentId) =>
        (await gateway.Merchant.Get($"/v1/payment_intents/{paymentId}?expand[]=latest_charge"))["latest_charge.receipt_url"]!.GetValue<string>();

    private async Task<HttpStatusCode> StatusOf(string address)
    {
        using var response = await gateway.Fixture.Client.GetAsync(new Uri(address));
        return response.StatusCode;
    }
}
