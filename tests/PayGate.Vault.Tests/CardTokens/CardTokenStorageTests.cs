using System.Text;
using System.Text.Json;
using PayGate.CardTokens;
using PayGate.Grains.CardTokens;
using PayGate.PaymentIntents;
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

    /// <summary>A saved card's facts as first written, with what stands beside them.</summary>
    private static readonly (string Type, string Data, string? Details)[] SavedFacts =
    [
        ("card_token.attached",
         """{"customer":"cus_1","verification":{"approved":true,"network_code":"00","reason":"approved","cvc_result":"M","amount":"0 usd","latency_milliseconds":7,"at":"2026-11-21T12:00:00+00:00"},"request":{"expand":[],"from_browser":false},"at":"2026-11-21T12:00:00+00:00"}""",
         """{"billing":{"name":"Amina","email":"a@example.com"},"metadata":{"k":"v"}}"""),
        ("card_token.declined",
         """{"customer":"cus_1","verification":{"approved":false,"network_code":"05","reason":"do_not_honor","cvc_result":"M","amount":"0 usd","latency_milliseconds":7,"at":"2026-11-21T12:00:00+00:00"},"request":{"expand":[],"from_browser":false},"at":"2026-11-21T12:00:00+00:00"}""",
         null),
        ("card_token.updated",
         """{"allow_redisplay":"always","request":{"expand":[],"from_browser":false},"at":"2026-11-21T12:00:00+00:00"}""",
         """{"billing":{"name":"Amina B."},"metadata":{}}"""),
        ("card_token.detached", """{"customer":"cus_1","request":{"expand":[],"from_browser":false},"at":"2026-11-21T12:00:00+00:00"}""", null),
    ];

    [Fact]
    public void FactsOfASavedCard_AreWrittenAndReadAsTheyWereFirst()
    {
        var state = CardTokenDeciderTests.Stored();
        CardTokenCommand[] commands =
        [
            CardTokenDeciderTests.Attach("cus_1"),
            new DeclineCard(state.Token.Tenant, "cus_1", CardTokenDeciderTests.Verified(approved: false), RequestInfo.None),
            new ChangeCard(state.Token.Tenant, new CardTokenDetails { Billing = new BillingDetails { Name = "Amina B." } }, "always", null, RequestInfo.None),
            new DetachCard(state.Token.Tenant, "cus_1", RequestInfo.None),
        ];
        var read = state;
        foreach (var (command, stored) in commands.Zip(SavedFacts))
        {
            var fact = CardTokenDecider.Decide(state, command, TestCards.Now).Value.Single();
            state = CardTokenDecider.Apply(state, fact);
            read = CardTokenDecider.Apply(read, CardTokenStorage.ReadFact(stored.Type, stored.Data, stored.Details));

            Assert.Equal(((stored.Type, stored.Data), stored.Details), (CardTokenStorage.WriteFact(fact), CardTokenStorage.WriteDetails(fact)));
            Assert.Equal(Encoding.UTF8.GetString(CardTokenStorage.Write(state)), Encoding.UTF8.GetString(CardTokenStorage.Write(read)));
        }
    }

    [Fact]
    public void FactOfASetUp_IsWrittenAndReadAsItWasFirst()
    {
        const string stored = """{"setup_intent":"seti_1","usage":"off_session","at":"2026-11-21T12:00:00+00:00"}""";
        var fact = new CardTokenSetUp { SetupIntent = "seti_1", Usage = "off_session", At = TestCards.Now };

        Assert.Equal(("card_token.set_up", stored), CardTokenStorage.WriteFact(fact));
        Assert.Equal(fact, CardTokenStorage.ReadFact("card_token.set_up", stored, null));
        Assert.Equal("off_session", CardTokenDecider.Apply(CardTokenDeciderTests.Saved(), fact).Token.SetUpFor);
    }

    [Fact]
    public void FactOfAnAccess_IsWrittenAndReadAsItWasFirst_AndHoldsNoName()
    {
        const string stored = """{"at":"2026-11-21T12:00:00+00:00","access":{"purpose":"payment","for":"pi_1","reference":"ch_1","request_id":"req_1"}}""";
        var fact = new CardTokenAccessed { Access = CardTokenDeciderTests.Paying, Holder = "Amina", At = TestCards.Now };

        Assert.Equal((("card_token.accessed", stored), null), (CardTokenStorage.WriteFact(fact), CardTokenStorage.WriteDetails(fact)));
        Assert.Equal(fact with { Holder = null }, CardTokenStorage.ReadFact("card_token.accessed", stored, null));
        Assert.Equal(
            """{"consumer":"pi_1","at":"2026-11-21T12:00:00+00:00","access":{"purpose":"payment","for":"pi_1","reference":"ch_1","request_id":"req_1"}}""",
            CardTokenStorage.WriteFact(new CardTokenUsed { Consumer = "pi_1", Access = CardTokenDeciderTests.Paying, At = TestCards.Now }).Data);
    }

    [Fact]
    public void UsesAreStoredWithTheHandle()
    {
        var used = CardTokenDecider.Apply(
            CardTokenDeciderTests.Saved(), new CardTokenAccessed { Access = CardTokenDeciderTests.Paying, At = TestCards.Now });
        var written = Encoding.UTF8.GetString(CardTokenStorage.Write(used));

        Assert.Contains("\"use_count\":1,\"last_used\":\"2026-11-21T12:00:00+00:00\"", written, StringComparison.Ordinal);
        Assert.Equal(1, CardTokenStorage.Read(Encoding.UTF8.GetBytes(written)).Token.UseCount);
    }

    [Fact]
    public void SavedCard_WrittenAndRead_IsTheSame()
    {
        var written = Encoding.UTF8.GetString(CardTokenStorage.Write(CardTokenDeciderTests.Saved()));

        Assert.Contains("\"customer\":\"cus_1\",\"cvc_result\":\"M\"", written, StringComparison.Ordinal);
        Assert.Equal(written, Encoding.UTF8.GetString(CardTokenStorage.Write(CardTokenStorage.Read(Encoding.UTF8.GetBytes(written)))));
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
