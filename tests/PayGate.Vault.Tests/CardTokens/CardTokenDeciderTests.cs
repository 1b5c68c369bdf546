using System.Collections.Immutable;
using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.Grains.CardTokens;
using PayGate.Grains.Keys;
using PayGate.PaymentIntents;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.CardTokens;

/// <summary>Every state against every command; the table in grains/CardTokens/README.md says the same, and a test compares them.</summary>
public sealed class CardTokenDeciderTests
{
    private static readonly DateTimeOffset Now = TestCards.Now;
    private static readonly Tenant Tenant = new() { MerchantId = "mch_1", Livemode = false };

    internal static readonly CardAccess Paying = new() { Purpose = CardAccessPurpose.Payment, For = "pi_1", Reference = "ch_1", RequestId = "req_1" };

    private static readonly CardAccess Reading = new() { Purpose = CardAccessPurpose.Holder, RequestId = "req_2" };

    private static readonly VerifiedCard Verification = new() { By = "seti_1", Usage = "off_session", Answer = Verified(approved: true) };

    private static readonly Dictionary<string, Func<CardTokenState?>> States = new()
    {
        ["none"] = () => null,
        ["active"] = () => Stored(),
        ["lapsed"] = () => Stored(created: Now - CardToken.UnusedLifetime),
        ["reusable"] = () => Stored(reusable: true),
        ["used by pi_1"] = () => After(Stored(), new CardTokenUsed { Consumer = "pi_1", At = Now }),
        ["made for pi_1"] = () => Stored(consumer: "pi_1"),
        ["expired"] = () => After(Stored(), new CardTokenExpired { At = Now }),
        ["revoked"] = () => After(Stored(), new CardTokenRevoked { At = Now }),
        ["saved by cus_1"] = Saved,
        ["kept for cus_1"] = () => After(Stored(), new CardTokenUsed { Consumer = "cus_1", At = Now }),
        ["used by seti_1"] = () => After(Stored(), new CardTokenUsed { Consumer = "seti_1", At = Now }),
        ["detached"] = () => After(Saved(), new CardTokenDetached { Customer = "cus_1", Request = RequestInfo.None, At = Now }),
    };

    private static readonly Dictionary<string, CardTokenCommand> Commands = new()
    {
        ["use by pi_1"] = new UseCard(Tenant, "pi_1", Paying),
        ["use by pi_2"] = new UseCard(Tenant, "pi_2", Paying),
        ["use for cus_1"] = new UseCard(Tenant, "pi_1", Paying, "cus_1"),
        ["use for cus_2"] = new UseCard(Tenant, "pi_1", Paying, "cus_2"),
        ["attach to cus_1"] = Attach("cus_1"),
        ["attach to cus_2"] = Attach("cus_2"),
        ["set up for cus_1"] = Attach("cus_1") with { SetUp = Verification },
        ["saved by pi_1"] = Attach("cus_1") with { SetUp = Verification with { By = "pi_1" } },
        ["late attach"] = Attach("cus_1") with { Until = Now.AddTicks(-1) },
        ["detach"] = new DetachCard(Tenant, "cus_1", RequestInfo.None),
        ["update"] = new ChangeCard(Tenant, new CardTokenDetails { Billing = new BillingDetails { Name = "Amina B." } }, "always", null, RequestInfo.None),
        ["revoke"] = new RevokeCard(Tenant),
        ["time passes"] = new PassTime(Tenant),
        ["keep for cus_1"] = new PledgeCard(Tenant, "cus_1"),
        ["rewrap"] = new RewrapCard(Tenant, Card(1, 0), Card(2, 1)),
        ["read the name"] = new RecordAccess(Tenant, Reading, "Amina"),
    };

    public static TheoryData<string, string, string> Table { get; } = Rows(
        "| none | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing | resource_missing |",
        "| active | CardTokenUsed | CardTokenUsed | CardTokenUsed | CardTokenUsed | CardTokenAttached | CardTokenAttached | CardTokenAttached, CardTokenSetUp | CardTokenAttached, CardTokenSetUp | bank_unavailable | payment_method_unexpected_state | payment_method_unexpected_state | CardTokenRevoked | - | CardTokenUsed | CardTokenRewrapped | CardTokenAccessed |",
        "| lapsed | token_expired | token_expired | token_expired | token_expired | token_expired | token_expired | token_expired | token_expired | token_expired | payment_method_unexpected_state | token_expired | CardTokenRevoked | CardTokenExpired | token_expired | CardTokenRewrapped | CardTokenAccessed |",
        "| reusable | CardTokenAccessed | CardTokenAccessed | CardTokenAccessed | CardTokenAccessed | CardTokenAttached | CardTokenAttached | CardTokenAttached, CardTokenSetUp | CardTokenAttached, CardTokenSetUp | bank_unavailable | payment_method_unexpected_state | payment_method_unexpected_state | CardTokenRevoked | - | - | CardTokenRewrapped | CardTokenAccessed |",
        "| used by pi_1 | CardTokenAccessed | token_already_used | CardTokenAccessed | CardTokenAccessed | payment_method_unexpected_state | payment_method_unexpected_state | payment_method_unexpected_state | CardTokenAttached, CardTokenSetUp | payment_method_unexpected_state | payment_method_unexpected_state | payment_method_unexpected_state | CardTokenRevoked | - | payment_method_unexpected_state | CardTokenRewrapped | CardTokenAccessed |",
        "| made for pi_1 | CardTokenAccessed | token_already_used | CardTokenAccessed | CardTokenAccessed | payment_method_unexpected_state | payment_method_unexpected_state | payment_method_unexpected_state | CardTokenAttached, CardTokenSetUp | payment_method_unexpected_state | payment_method_unexpected_state | payment_method_unexpected_state | CardTokenRevoked | - | payment_method_unexpected_state | CardTokenRewrapped | CardTokenAccessed |",
        "| used by seti_1 | token_already_used | token_already_used | token_already_used | token_already_used | CardTokenAttached | CardTokenAttached | CardTokenAttached, CardTokenSetUp | CardTokenAttached, CardTokenSetUp | bank_unavailable | payment_method_unexpected_state | payment_method_unexpected_state | CardTokenRevoked | - | CardTokenUsed | CardTokenRewrapped | CardTokenAccessed |",
        "| kept for cus_1 | token_already_used | token_already_used | token_already_used | token_already_used | CardTokenAttached | payment_method_unexpected_state | CardTokenAttached, CardTokenSetUp | CardTokenAttached, CardTokenSetUp | bank_unavailable | payment_method_unexpected_state | payment_method_unexpected_state | CardTokenRevoked | - | - | CardTokenRewrapped | CardTokenAccessed |",
        "| expired | token_expired | token_expired | token_expired | token_expired | token_expired | token_expired | token_expired | token_expired | token_expired | payment_method_unexpected_state | token_expired | - | - | token_expired | - | - |",
        "| revoked | token_revoked | token_revoked | token_revoked | token_revoked | token_revoked | token_revoked | token_revoked | token_revoked | token_revoked | payment_method_unexpected_state | token_revoked | - | - | token_revoked | - | - |",
        "| saved by cus_1 | payment_method_unexpected_state | payment_method_unexpected_state | CardTokenAccessed | payment_method_unexpected_state | - | payment_method_unexpected_state | CardTokenSetUp | CardTokenSetUp | - | CardTokenDetached | CardTokenUpdated | CardTokenRevoked | - | - | CardTokenRewrapped | CardTokenAccessed |",
        "| detached | token_revoked | token_revoked | token_revoked | token_revoked | token_revoked | token_revoked | token_revoked | token_revoked | token_revoked | payment_method_unexpected_state | token_revoked | - | - | token_revoked | - | - |");

    [Theory]
    [MemberData(nameof(Table))]
    public void Decide_InEveryState_DoesWhatTheTableSays(string state, string command, string expected) =>
        Assert.Equal(expected, Outcome(States[state](), Commands[command]));

    [Fact]
    public void Readme_HoldsTheSameTable()
    {
        var readme = File.ReadAllLines(Path.Combine(RepositoryRoot(), "grains", "CardTokens", "README.md"));
        foreach (var (state, command, expected) in Table.Select(row => ((string)row[0], (string)row[1], (string)row[2])))
        {
            var cells = Assert.Single(readme, line => line.StartsWith($"| {state} ", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
            Assert.Equal(expected, cells[2 + Commands.Keys.ToList().IndexOf(command)]);
        }
    }

    [Fact]
    public void Decide_ForAnotherTenant_IsResourceMissingInEveryState()
    {
        foreach (var state in States.Where(pair => pair.Key != "none").Select(pair => pair.Value()))
        {
            Assert.Equal("resource_missing", Outcome(state, new UseCard(Tenant with { Livemode = true }, "pi_1", Paying)));
            Assert.Equal("resource_missing", Outcome(state, new UseCard(Tenant with { MerchantId = "mch_2" }, "pi_1", Paying)));
            Assert.Equal("resource_missing", Outcome(state, new RevokeCard(Tenant with { MerchantId = "mch_2" })));
        }
    }

    [Fact]
    public void Attach_MakesTheHandleReusableAndTheCustomersForGood()
    {
        var saved = Saved();

        Assert.Equal((CardTokenStatus.Active, true, "cus_1", null), (saved.Token.Status, saved.Token.Reusable, saved.Token.Customer, saved.Token.ExpiresAt));
        Assert.False(saved.HasLapsed(Now + CardToken.UnusedLifetime));
        Assert.Null(States["detached"]()!.Token.Customer);
    }

    /// <summary>Whatever decrypts the card says so in its facts, and what takes it out of the handle is counted.</summary>
    [Theory]
    [InlineData("active", "use by pi_1", "payment", 1)]
    [InlineData("used by pi_1", "use by pi_1", "payment", 1)]
    [InlineData("saved by cus_1", "use for cus_1", "payment", 1)]
    [InlineData("saved by cus_1", "rewrap", "rewrap", 0)]
    [InlineData("saved by cus_1", "read the name", "holder", 0)]
    public void Access_IsOnRecord_AndUsesAreCounted(string state, string command, string purpose, long uses)
    {
        var before = States[state]()!;

        var fact = CardTokenDecider.Decide(before, Commands[command], Now).Value.Single();
        var after = CardTokenDecider.Apply(before, fact);

        Assert.Equal(purpose, fact.Access!.Purpose);
        Assert.Equal((uses, uses == 0 ? null : (DateTimeOffset?)Now), (after.Token.UseCount, after.Token.LastUsed));
    }

    [Fact]
    public void CardThatIsUsedFromTheStart_HasItsUseInTheFactThatMakesIt()
    {
        var fact = CardTokenDecider.Decide(null, Store(false, "pi_1") with { Access = Paying }, Now).Value.Single();

        Assert.Equal(Paying, fact.Access);
        Assert.Equal(1, CardTokenDecider.Apply(null, fact).Token.UseCount);
    }

    [Theory]
    [InlineData(true, "rename")]
    [InlineData(false, null)]
    public void Update_ThatEncryptsTheCardAnew_IsAnAccess(bool renames, string? purpose)
    {
        var change = new ChangeCard(Tenant, new CardTokenDetails { Billing = BillingDetails.None }, null, renames ? Card(1, 3) : null, RequestInfo.None);

        Assert.Equal(purpose, CardTokenDecider.Decide(Saved(), change, Now).Value.Single().Access?.Purpose);
    }

    [Fact]
    public void NameThatWasRead_IsKnownFromThenOn()
    {
        var stored = CardTokenStorage.Read(CardTokenStorage.Write(Saved()));

        Assert.True(stored.HidesHolder);
        Assert.False(After(stored, CardTokenDecider.Decide(stored, Commands["read the name"], Now).Value.Single()).HidesHolder);
    }

    [Fact]
    public void DeclinedVerification_LeavesTheHandleAsItWas()
    {
        var fact = CardTokenDecider.Decide(Stored(), new DeclineCard(Tenant, "cus_1", Verified(approved: false), RequestInfo.None), Now).Value.Single();

        Assert.IsType<CardTokenDeclined>(fact);
        Assert.Equal(CardTokenStorage.Write(Stored()), CardTokenStorage.Write(CardTokenDecider.Apply(Stored(), fact)));
    }

    [Fact]
    public void Rewrap_ChangesTheCiphertextsAlone()
    {
        var stored = Stored();
        var rewrapped = After(stored, CardTokenDecider.Decide(stored, Commands["rewrap"], Now).Value.Single());

        Assert.Equal(2, rewrapped.Card!.KeyVersion);
        Assert.Equal(stored with { Card = null }, rewrapped with { Card = null });
    }

    /// <summary>The card may have been encrypted anew under another name since it was decrypted: that one stays.</summary>
    [Fact]
    public void Rewrap_OfACardThatIsAnotherByNow_DoesNothing() =>
        Assert.Empty(CardTokenDecider.Decide(Stored(), new RewrapCard(Tenant, Card(1, 7), Card(2, 8)), Now).Value);

    [Fact]
    public void Store_OverAnExistingHandle_IsABug() =>
        Assert.Throws<InvalidOperationException>(() => CardTokenDecider.Decide(Stored(), Store(false, null), Now));

    [Fact]
    public void ExpiredAndRevokedHandles_HoldNoCardAndNoName()
    {
        foreach (var name in new[] { "expired", "revoked", "detached" })
        {
            var state = States[name]()!;
            Assert.Null(state.Card);
            Assert.Null(state.Token.Billing.Name);
        }
    }

    [Fact]
    public void Apply_OfAFactThatCannotBe_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => CardTokenDecider.Apply(null, new CardTokenExpired { At = Now }));
        Assert.Throws<InvalidOperationException>(() => CardTokenDecider.Apply(null, new UnknownFact { At = Now }));
        Assert.Throws<InvalidOperationException>(() => CardTokenDecider.Apply(Stored(), new UnknownFact { At = Now }));
    }

    internal static CardTokenState Stored(bool reusable = false, string? consumer = null, DateTimeOffset? created = null)
    {
        var decision = CardTokenDecider.Decide(null, Store(reusable, consumer), created ?? Now);
        return CardTokenDecider.Apply(null, decision.Value.Single());
    }

    /// <summary>One customer's saved card.</summary>
    internal static CardTokenState Saved() => CardTokenDecider.Apply(Stored(), CardTokenDecider.Decide(Stored(), Attach("cus_1"), Now).Value.Single());

    internal static AttachCard Attach(string customer) => new(Tenant, customer, Now, Verified(approved: true), null, RequestInfo.None);

    internal static BankAnswer Verified(bool approved) => new()
    {
        Approved = approved,
        NetworkCode = approved ? "00" : "05",
        Reason = approved ? "approved" : "do_not_honor",
        CvcResult = "M",
        Amount = Money.Zero(Currency.Usd),
        LatencyMilliseconds = 7,
        At = Now,
    };

    private static StoreCard Store(bool reusable, string? consumer)
    {
        return new StoreCard(
            Tenant, "pm_1", new CardDisplay { Brand = "visa", Last4 = "4242", ExpMonth = 12, ExpYear = 2030, Fingerprint = "abc" }, reusable, consumer, true,
            new NewCard(
                Card(1, 0), new byte[32],
                new BillingDetails { Name = "Amina", Email = "a@example.com" }, ImmutableSortedDictionary<string, string>.Empty.Add("k", "v")));
    }

    private static EncryptedCard Card(int keyVersion, byte nonce)
    {
        var field = new EncryptedField([.. Enumerable.Repeat(nonce, 12)], [1, 2, 3]);
        return new EncryptedCard { KeyVersion = keyVersion, Number = field, Expiry = field, Holder = field };
    }

    private static CardTokenState After(CardTokenState state, CardTokenEvent fact) => CardTokenDecider.Apply(state, fact);

    private static string Outcome(CardTokenState? state, CardTokenCommand command)
    {
        var decision = CardTokenDecider.Decide(state, command, Now);
        return decision.Refusal?.Code ?? (decision.Value.IsEmpty ? "-" : string.Join(", ", decision.Value.Select(fact => fact.GetType().Name)));
    }

    private static TheoryData<string, string, string> Rows(params string[] lines)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var cells in lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            foreach (var (command, index) in Commands.Keys.Select((command, index) => (command, index)))
            {
                data.Add(cells[1], command, cells[2 + index]);
            }
        }

        return data;
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "PayGate.sln")))
        {
            directory = directory.Parent!;
        }

        return directory.FullName;
    }

    private sealed record UnknownFact : CardTokenEvent;
}
