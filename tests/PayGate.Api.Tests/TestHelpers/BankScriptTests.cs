using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.TestHelpers;

/// <summary>Orders to the simulated bank as objects: made, listed, used up, withdrawn, and nobody else's business.</summary>
[Collection(MovingCollection.Name)]
public sealed class BankScriptTests(Gateway gateway)
{
    private const string Path = "/v1/test_helpers/bank/scripts";

    [Fact]
    public async Task Create_ShowsWhatWasOrdered()
    {
        var script = await gateway.Merchant.Post(
            Path, ("behavior", "wrong_amount"), ("operation", "authorize"), ("approved_amount", "1998"), ("times", "2"), ("latency_ms", "5"),
            ("match[payment_method]", "pm_card_mastercard"), ("match[amount]", "1999"));

        Assert.Equal(
            """200 {"object":"bank_script","behavior":"wrong_amount","operation":"authorize","approved_amount":1998,"decline_code":null,"after_seconds":null,"latency_ms":5,"times":2,"times_left":2,"match":{"amount":1999,"card_last4":"4444","payment_intent":null},"livemode":false}""",
            script.Show("object", "behavior", "operation", "approved_amount", "decline_code", "after_seconds", "latency_ms", "times", "times_left", "match", "livemode"));
        await gateway.Merchant.Delete($"{Path}/{script.Id}");
    }

    [Fact]
    public async Task List_IsNewestFirst_AndShowsWhatIsUsedUp()
    {
        var first = await gateway.Merchant.Post(Path, ("behavior", "decline"), ("match[amount]", "4321"));
        var second = await gateway.Merchant.Post(Path, ("behavior", "slow"), ("latency_ms", "1"), ("match[amount]", "9999999"));
        await gateway.Merchant.Pay(("amount", "4321"));

        var listed = await gateway.Merchant.Get($"{Path}?limit=2");
        var rest = await gateway.Merchant.Get($"{Path}?limit=1&starting_after={second.Id}");
        var deleted = await gateway.Merchant.Delete($"{Path}/{second.Id}");
        var again = await gateway.Merchant.Delete($"{Path}/{second.Id}");

        Assert.Equal(
            [$"{second.Id} 1", $"{first.Id} 0"], listed["data"]!.AsArray().Select(item => $"{item!["id"]} {item["times_left"]}"));
        Assert.Equal(first.Id, rest["data.0.id"]!.GetValue<string>());
        Assert.Equal($$"""200 {"id":"{{second.Id}}","object":"bank_script","deleted":true}""", deleted.Show("id", "object", "deleted"));
        Assert.Equal("""404 {"error.code":"resource_missing"}""", again.Show("error.code"));
    }

    [Fact]
    public async Task Create_WithOneKeyTwice_MakesOne()
    {
        (string, string)[] form = [("behavior", "decline"), ("match[amount]", "5555")];

        var first = await gateway.Merchant.PostOnce("script-once", Path, form);
        var second = await gateway.Merchant.PostOnce("script-once", Path, form);

        Assert.Equal((true, first.Id), (second.Replayed, second.Id));
        Assert.Single((await gateway.Merchant.Get($"{Path}?limit=100"))["data"]!.AsArray(), item => item!["match"]!["amount"]?.GetValue<long>() == 5555);
        await gateway.Merchant.Delete($"{Path}/{first.Id}");
    }

    [Fact]
    public async Task Script_OfAnotherMerchant_IsNeitherSeenNorMet()
    {
        var script = await gateway.Other.Order("decline", "authorize");

        Assert.Equal("""200 {"status":"succeeded"}""", (await gateway.Merchant.Pay()).Show("status"));
        Assert.Equal(404, (await gateway.Merchant.Delete($"{Path}/{script.Id}")).Status);
        Assert.Equal(402, (await gateway.Other.Pay()).Status);
    }

    [Theory]
    [InlineData("parameter_missing", "behavior", "")]
    [InlineData("parameter_invalid_string", "behavior", "behavior=explode")]
    [InlineData("parameter_missing", "latency_ms", "behavior=slow")]
    [InlineData("parameter_invalid_integer", "latency_ms", "behavior=slow&latency_ms=60001")]
    [InlineData("parameter_invalid_integer", "latency_ms", "behavior=slow&latency_ms=-1")]
    [InlineData("parameter_invalid_string", "operation", "behavior=garbage&operation=settle")]
    [InlineData("parameter_invalid_string", "operation", "behavior=wrong_amount&operation=capture")]
    [InlineData("parameter_invalid_string", "operation", "behavior=decline&operation=reverse")]
    [InlineData("parameter_invalid_string", "operation", "behavior=late_reversal&operation=refund")]
    [InlineData("parameter_invalid_string", "decline_code", "behavior=decline&decline_code=because")]
    [InlineData("parameter_invalid_string", "decline_code", "behavior=garbage&decline_code=lost_card")]
    [InlineData("parameter_invalid_string", "approved_amount", "behavior=decline&approved_amount=5")]
    [InlineData("parameter_invalid_integer", "approved_amount", "behavior=wrong_amount&approved_amount=0")]
    [InlineData("parameter_invalid_string", "after_seconds", "behavior=decline&after_seconds=5")]
    [InlineData("parameter_invalid_integer", "times", "behavior=decline&times=0")]
    [InlineData("parameter_invalid_integer", "times", "behavior=decline&times=101")]
    [InlineData("parameter_invalid_string", "match[card_last4]", "behavior=decline&match[card_last4]=42x2")]
    [InlineData("parameter_invalid_string", "match[card_last4]", "behavior=decline&match[card_last4]=424")]
    [InlineData("parameter_too_long", "match[card_last4]", "behavior=decline&match[card_last4]=42424")]
    [InlineData("parameter_invalid_string", "match[payment_method]", "behavior=decline&match[payment_method]=pm_card_nobody")]
    [InlineData("parameter_invalid_string", "match[payment_intent]", "behavior=decline&match[payment_intent]=pi_1")]
    [InlineData("parameters_exclusive", null, "behavior=decline&match[card_last4]=4242&match[payment_method]=pm_card_visa")]
    [InlineData("parameter_invalid_type", "match", "behavior=decline&match=4242")]
    [InlineData("parameter_unknown", "match[fingerprint]", "behavior=decline&match[fingerprint]=x")]
    [InlineData("sensitive_data_in_field", "match[payment_method]", "behavior=decline&match[payment_method]=4242424242424242")]
    [InlineData("parameter_unknown", "card", "behavior=decline&card=1")]
    public async Task Create_OfWhatCannotBe_IsRefusedAndMakesNothing(string code, string? param, string form)
    {
        var before = await gateway.Lines("select count(*)::text from bank.scripts");

        var refused = await gateway.Merchant.Post(
            Path, [.. form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1]))]);

        Assert.Equal((400, code), (refused.Status, refused["error.code"]!.GetValue<string>()));
        if (param is not null)
        {
            Assert.Equal(param, refused["error.param"]!.GetValue<string>());
        }

        Assert.Equal(before, await gateway.Lines("select count(*)::text from bank.scripts"));
    }
}
