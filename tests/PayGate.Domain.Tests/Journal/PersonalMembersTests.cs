using PayGate.Grains.Journal;

namespace PayGate.Domain.Tests.Journal;

/// <summary>What may be personal is taken out of a fact before it is hashed, and put back for whoever reads it while it is there.</summary>
public sealed class PersonalMembersTests
{
    private const string Handle = "pm_0000000000000000000000001";

    [Theory]
    [InlineData(
        "payment_intent.created", """{"id":"pi_1","details":{"description":"For Zoë","order_id":"7","metadata":{"seat":"12"}},"at":"x"}""",
        """{"id":"pi_1","details":{"order_id":"7"},"at":"x"}""", """{"details":{"description":"For Zoë","metadata":{"seat":"12"}}}""")]
    [InlineData(
        "attempt.started", $$"""{"method":{"id":"{{Handle}}","card":{"last4":"4242","fingerprint":"f"},"billing_name":"Zoë"},"rate":10.10}""",
        $$"""{"method":{"id":"{{Handle}}","card":{"last4":"4242"} },"rate":10.10}""", """{"method":{"card":{"fingerprint":"f"},"billing_name":"Zoë"}}""")]
    [InlineData(
        "refund_request.created", """{"reason":"Zoë was ill","amount":"1 usd"}""", """{"reason":"","amount":"1 usd"}""", """{"reason":"Zoë was ill"}""")]
    [InlineData(
        "checkout_session.created", """{"lines":[{"description":"Beans"}],"details":{"customer_email":"z@example.com"}}""",
        """{"lines":[{"description":"Beans"}],"details":{}}""", """{"details":{"customer_email":"z@example.com"}}""")]
    public void Split_TakesWhatIsPersonal_AndJoinPutsItBack(string type, string data, string kept, string personal)
    {
        kept = kept.Replace("} }", "}}", StringComparison.Ordinal);
        var parts = PersonalMembers.Split(type, data);

        Assert.Equal((kept, personal), parts);
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(
            System.Text.Json.Nodes.JsonNode.Parse(data), System.Text.Json.Nodes.JsonNode.Parse(PersonalMembers.Join(parts.Data, parts.Personal!))));
    }

    /// <summary>A fact without any is not touched, so that nothing is written twice for a payment that says nothing of a person.</summary>
    [Theory]
    [InlineData("payment_intent.created", """{"id":"pi_1","details":{"metadata":{}}}""")]
    [InlineData("attempt.started", """{"method":{"id":"pm_card_visa","card":{"last4":"4242","fingerprint":"everybody's"}}}""")]
    [InlineData("refund_request.failed", """{"reason":"canceled"}""")]
    [InlineData("attempt.declined", """{"answer":{"reason":"do_not_honor"}}""")]
    public void Split_OfAFactWithoutAny_LeavesItAsItIs(string type, string data) => Assert.Equal((data, null), PersonalMembers.Split(type, data));
}
