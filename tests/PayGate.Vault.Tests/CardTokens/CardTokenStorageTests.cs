using System.Text;
using System.Text.Json;
using PayGate.Grains.CardTokens;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.CardTokens;

public sealed class CardTokenStorageTests
{
    /// <summary>As written by the first release. It must stay readable for ever: change the reader, never this text.</summary>
    private const string Version1 =
        """
        {"v":1,"card_token":{"token":{"id":"pm_1","tenant":{"merchant_id":"mch_1","livemode":false},"status":"active","card":{"brand":"visa","last4":"4242","exp_month":12,"exp_year":2030,"fingerprint":"abc","funding":"unknown"},"billing":{"email":"a@example.com"},"metadata":{"k":"v"},"reusable":false,"cvc_given":true,"created":"2026-11-21T12:00:00+00:00","expires_at":"2026-11-22T12:00:00+00:00"},"card":{"key_version":1,"number":{"nonce":"AAAAAAAAAAAAAAAA","ciphertext":"AQID"},"expiry":{"nonce":"AAAAAAAAAAAAAAAA","ciphertext":"AQID"},"holder":{"nonce":"AAAAAAAAAAAAAAAA","ciphertext":"AQID"}},"fingerprint":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}
        """;

    [Fact]
    public void Write_GivesTheStoredForm_WithoutTheHoldersName() =>
        Assert.Equal(Version1, Encoding.UTF8.GetString(CardTokenStorage.Write(CardTokenDeciderTests.Stored())));

    [Fact]
    public void Read_OfTheStoredForm_GivesTheStateBackButForTheName()
    {
        var state = CardTokenDeciderTests.Stored();
        var read = CardTokenStorage.Read(Encoding.UTF8.GetBytes(Version1));

        Assert.Equal(state.Token.Billing with { Name = null }, read.Token.Billing);
        Assert.Equal(Version1, Encoding.UTF8.GetString(CardTokenStorage.Write(read)));
    }

    [Fact]
    public void Read_OfAnUnknownVersion_Throws() =>
        Assert.Throws<JsonException>(() => CardTokenStorage.Read("""{"v":2}"""u8));

    [Fact]
    public void Facts_HoldNoCiphertextAndNoContactData()
    {
        var created = new CardTokenCreated
        {
            Id = "pm_1",
            MerchantId = "mch_1",
            Livemode = false,
            Card = CardTokenDeciderTests.Stored().Token.Card,
            Reusable = false,
            CvcGiven = true,
            KeyVersion = 1,
            ExpiresAt = TestCards.Now.AddDays(1),
            New = new NewCard(CardTokenDeciderTests.Stored().Card!, new byte[32], CardTokenDeciderTests.Stored().Token.Billing, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty),
            At = TestCards.Now,
        };

        Assert.Equal(
            ("card_token.created",
             """{"id":"pm_1","merchant_id":"mch_1","livemode":false,"card":{"brand":"visa","last4":"4242","exp_month":12,"exp_year":2030,"fingerprint":"abc","funding":"unknown"},"reusable":false,"cvc_given":true,"key_version":1,"expires_at":"2026-11-22T12:00:00+00:00","at":"2026-11-21T12:00:00+00:00"}"""),
            CardTokenStorage.WriteFact(created));
        Assert.Equal(
            ("card_token.used", """{"consumer":"pi_1","at":"2026-11-21T12:00:00+00:00"}"""),
            CardTokenStorage.WriteFact(new CardTokenUsed { Consumer = "pi_1", At = TestCards.Now }));
    }
}
