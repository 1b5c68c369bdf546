using System.Text;
using PayGate.EncryptionKeys;
using PayGate.Grains.EncryptionKeys;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.EncryptionKeys;

public sealed class EncryptionKeyDeciderTests
{
    private const string Stored =
        """{"v":1,"key":{"merchant_id":"mch_1","purpose":"card-data","versions":[{"key":{"version":1,"kek_version":1,"nonce":"AAAAAAAAAAAAAAAA","ciphertext":"AQID"},"state":"active","created":"2026-11-21T12:00:00+00:00","encryptions":1000}]}}""";

    private static readonly KeyPolicy Policy = new();
    private static readonly DateTimeOffset Now = TestCards.Now;

    private static readonly WrappedKey Key1 = new() { Version = 1, KekVersion = 1, Nonce = new byte[12], Ciphertext = [1, 2, 3] };

    [Fact]
    public void FirstReserve_MakesVersionOneActive_AndCounts()
    {
        var state = After(null, Reserve(1000, Key1));

        Assert.Equal((1, KeyVersionState.Active, 1000L), (state.Latest.Key.Version, state.Latest.State, state.Latest.Encryptions));
        Assert.Equal(1500, After(state, Reserve(500, null)).Latest.Encryptions);
    }

    [Fact]
    public void Reserve_OfNothing_WritesNothingOnceTheKeyIsThere()
    {
        var state = After(null, Reserve(0, Key1));

        Assert.Empty(Decide(state, Reserve(0, null)));
        Assert.Equal(0, state.Latest.Encryptions);
    }

    [Fact]
    public void Reserve_ByOneWhoHasEnoughOfTheActiveVersion_WritesNothing()
    {
        var state = After(null, Reserve(1000, Key1));

        Assert.Empty(Decide(state, Holding(1)));
        Assert.Single(Decide(state, Holding(2)));
    }

    [Fact]
    public void Reserve_UpToTheLimit_GivesWhatIsLeft_AndBeyondItANewVersion()
    {
        var policy = new KeyPolicy { EncryptionsMax = 100 };
        var state = After(null, Reserve(1000, Key1), policy: policy);
        Assert.Equal(100, state.Latest.Encryptions);

        var counted = state with { Versions = [state.Latest with { Encryptions = 97 }] };
        Assert.Equal([new EncryptionsReserved { KeyVersion = 1, Count = 3, At = Now }], Decide(counted, Reserve(1000, null), policy: policy));
        Assert.Equal(2, EncryptionKeyDecider.NextVersion(state, Reserve(1000, null), Now, policy));
        var next = After(state, Reserve(1000, Key1 with { Version = 2 }), policy: policy);

        Assert.Equal([(KeyVersionState.DecryptOnly, 100), (KeyVersionState.Active, 100)], next.Versions.Select(version => (version.State, version.Encryptions)));
        Assert.Equal(Now, next.Versions[0].Retired);
    }

    [Fact]
    public void Reserve_WithLessLeftThanACardNeeds_TakesANewVersion()
    {
        var policy = new KeyPolicy { EncryptionsMax = 100 };
        var state = After(null, new ReserveBlock("mch_1", KeyPurpose.CardData, new ReserveEncryptions { Count = 99, Needed = 2 }, Key1), policy: policy);

        Assert.Equal("encryptions", Decide(state, Reserve(1000, Key1 with { Version = 2 }, needed: 2), policy: policy).OfType<KeyVersionCreated>().Single().Reason);
        Assert.Equal(1, Decide(state, Reserve(1000, null, needed: 1), policy: policy).OfType<EncryptionsReserved>().Single().Count);
    }

    [Fact]
    public void AVersion_IsGoodForNinetyDays()
    {
        var state = After(null, Reserve(1000, Key1));
        var day90 = Now.AddDays(90);

        Assert.Equal(day90, EncryptionKeyDecider.DueAt(state, Policy));
        Assert.Null(EncryptionKeyDecider.NextVersion(state, new PassTime(null), day90.AddTicks(-1), Policy));
        Assert.Empty(Decide(state, new PassTime(null), day90.AddTicks(-1)));
        foreach (var command in new EncryptionKeyCommand[] { new PassTime(Key1 with { Version = 2 }), Reserve(1000, Key1 with { Version = 2 }), Holding(1) with { NewKey = Key1 with { Version = 2 } } })
        {
            Assert.Equal(2, EncryptionKeyDecider.NextVersion(state, command, day90, Policy));
            Assert.Equal("age", Decide(state, command, day90).OfType<KeyVersionCreated>().Single().Reason);
        }
    }

    [Fact]
    public void AnOrder_IsDoneOnce()
    {
        var state = After(null, Reserve(1000, Key1));
        var order = new Rotate(new RotateKey { OrderedAt = Now.AddSeconds(1), Reason = "compromised" }, Key1 with { Version = 2 });
        var rotated = After(state, order, Now.AddSeconds(2));

        Assert.Equal((2, 0L), (rotated.Latest.Key.Version, rotated.Latest.Encryptions));
        Assert.Empty(Decide(rotated, order with { NewKey = null }, Now.AddSeconds(3)));
        Assert.Empty(Decide(null, order with { NewKey = null }));
    }

    [Fact]
    public void AFingerprintKey_NeverChanges()
    {
        var state = After(null, new ReserveBlock("mch_1", KeyPurpose.CardFingerprint, new ReserveEncryptions { Count = 0 }, Key1));

        Assert.Null(EncryptionKeyDecider.DueAt(state, Policy));
        Assert.Empty(Decide(state, new PassTime(null), Now.AddYears(9)));
        Assert.Empty(Decide(state, new Rotate(new RotateKey { OrderedAt = Now.AddDays(1), Reason = "ordered" }, null), Now.AddDays(2)));
    }

    [Fact]
    public void AVersion_IsDestroyedWhenNobodyCanEncryptUnderItAnyMore_AndLeavesNoKey()
    {
        var state = After(After(null, Reserve(1000, Key1)), new Rotate(new RotateKey { OrderedAt = Now.AddTicks(1), Reason = "ordered" }, Key1 with { Version = 2 }));
        var last = Now + KeyPolicy.DestroyedAfter;

        Assert.Empty(Decide(state, new DestroyVersion(1), last.AddTicks(-1)));
        Assert.Empty(Decide(state, new DestroyVersion(2), last));
        Assert.Empty(Decide(state, new DestroyVersion(3), last));
        var destroyed = After(state, new DestroyVersion(1), last);
        Assert.Equal([KeyVersionState.Destroyed, KeyVersionState.Active], destroyed.Versions.Select(version => version.State));
        Assert.Empty(destroyed.Versions[0].Key.Ciphertext);
        Assert.Equal(1000, destroyed.Versions[0].Encryptions);
        Assert.Empty(Decide(destroyed, new DestroyVersion(1), last));
        Assert.Equal(Encoding.UTF8.GetString(EncryptionKeyStorage.Write(destroyed)), Encoding.UTF8.GetString(EncryptionKeyStorage.Write(EncryptionKeyStorage.Read(EncryptionKeyStorage.Write(destroyed)))));
    }

    [Fact]
    public void Rewrap_TakesWhatIsWrappedUnderANewerKek_AndNothingElse()
    {
        var state = After(After(null, Reserve(1000, Key1)), new PassTime(Key1 with { Version = 2 }), Now.AddDays(90));
        WrappedKey[] newer = [.. state.Versions.Select(version => version.Key with { KekVersion = 3, Ciphertext = [9] })];
        var moved = Decide(state, new Rewrap([.. newer]));

        Assert.Equal(
            ("encryption_key.rewrapped", """{"kek_version":3,"key_versions":[1,2],"at":"2026-11-21T12:00:00+00:00"}"""),
            EncryptionKeyStorage.WriteFact(moved.Single()));
        var after = moved.Aggregate(state, EncryptionKeyDecider.Apply);
        Assert.Equal(newer, after.Versions.Select(version => version.Key));
        Assert.Equal(state.Versions.Select(version => (version.State, version.Encryptions)), after.Versions.Select(version => (version.State, version.Encryptions)));
        Assert.Empty(Decide(after, new Rewrap([.. newer])));
        Assert.Empty(Decide(after, new Rewrap([newer[0] with { KekVersion = 2 }, newer[1] with { Version = 3, KekVersion = 4 }])));
        Assert.Equal(2, ((KeysRewrapped)Decide(after, new Rewrap([newer[0], newer[1] with { KekVersion = 4 }])).Single()).KeyVersions.Single());
        Assert.Empty(Decide(null, new Rewrap([])));
    }

    [Fact]
    public void Rewrap_LeavesADestroyedVersionDestroyed()
    {
        var state = After(After(null, Reserve(1000, Key1)), new PassTime(Key1 with { Version = 2 }), Now.AddDays(90));
        var destroyed = After(state, new DestroyVersion(1), Now.AddDays(91));

        Assert.Empty(Decide(destroyed, new Rewrap([Key1 with { KekVersion = 2 }])));
    }

    [Fact]
    public void Rewrap_UnderTheSameKek_TakesTheNewerForm_AndNeverTheOlder()
    {
        var state = After(null, Reserve(1000, Key1));
        var withSecret = Key1 with { Form = WrappedKey.WithSecret };
        var moved = After(state, new Rewrap([withSecret]));

        Assert.Equal(withSecret, moved.Latest.Key);
        Assert.Empty(Decide(moved, new Rewrap([Key1])));
        Assert.Contains("\"ciphertext\":\"AQID\",\"form\":2}", Encoding.UTF8.GetString(EncryptionKeyStorage.Write(moved)), StringComparison.Ordinal);
        Assert.Equal(withSecret.Form, EncryptionKeyStorage.Read(EncryptionKeyStorage.Write(moved)).Latest.Key.Form);
    }

    [Fact]
    public void Erase_DestroysEveryVersion_AndNothingComesAfterIt()
    {
        var state = After(After(null, Reserve(1000, Key1)), new PassTime(Key1 with { Version = 2 }), Now.AddDays(90));
        var facts = Decide(state, new Erase());
        var erased = facts.Aggregate(state, EncryptionKeyDecider.Apply);

        Assert.Equal(("encryption_key.erased", """{"at":"2026-11-21T12:00:00+00:00"}"""), EncryptionKeyStorage.WriteFact(facts.Single()));
        Assert.All(erased.Versions, version => Assert.Equal((KeyVersionState.Destroyed, 0, 0), (version.State, version.Key.Nonce.Length, version.Key.Ciphertext.Length)));
        Assert.Equal(Now, EncryptionKeyStorage.Read(EncryptionKeyStorage.Write(erased)).Erased);
        Assert.Null(EncryptionKeyDecider.DueAt(erased, Policy));
        var order = new Rotate(new RotateKey { OrderedAt = Now.AddDays(200), Reason = "ordered" }, null);
        EncryptionKeyCommand[] later = [new Erase(), new PassTime(null), order, new DestroyVersion(1), new Rewrap([Key1 with { KekVersion = 9 }])];
        Assert.All(later, command => Assert.Empty(Decide(erased, command, Now.AddDays(200))));
        Assert.All(later, command => Assert.Null(EncryptionKeyDecider.NextVersion(erased, command, Now.AddDays(200), Policy)));
        Assert.Equal("account_erased", EncryptionKeyDecider.Decide(erased, Reserve(1, null), Now, Policy).Refusal?.Code);
        Assert.Null(EncryptionKeyDecider.NextVersion(erased, Reserve(1, null), Now.AddDays(200), Policy));
        Assert.Empty(Decide(null, new Erase()));
    }

    [Fact]
    public void FirstReserve_WithoutAKey_IsABug() =>
        Assert.Throws<InvalidOperationException>(() => Decide(null, Reserve(1, null)));

    [Fact]
    public void AVersionThatIsDue_WithoutAKey_IsABug()
    {
        var state = After(null, Reserve(1000, Key1));

        Assert.Throws<InvalidOperationException>(() => Decide(state, new PassTime(null), Now.AddDays(90)));
        Assert.Throws<InvalidOperationException>(() => Decide(state, new PassTime(Key1 with { Version = 3 }), Now.AddDays(90)));
    }

    [Fact]
    public void Apply_OfAFactThatCannotBe_Throws() => Assert.Throws<InvalidOperationException>(
        () => EncryptionKeyDecider.Apply(null, new EncryptionsReserved { KeyVersion = 1, Count = 1, At = TestCards.Now }));

    [Fact]
    public void Storage_KeepsItsForm()
    {
        Assert.Equal(Stored, Encoding.UTF8.GetString(EncryptionKeyStorage.Write(After(null, Reserve(1000, Key1)))));
        Assert.Equal(Stored, Encoding.UTF8.GetString(EncryptionKeyStorage.Write(EncryptionKeyStorage.Read(Encoding.UTF8.GetBytes(Stored)))));
    }

    [Fact]
    public void Facts_HoldNoKey()
    {
        var created = Decide(null, Reserve(1000, Key1))[0];

        Assert.Equal(
            ("encryption_key.version_created",
             """{"merchant_id":"mch_1","purpose":"card-data","key_version":1,"kek_version":1,"at":"2026-11-21T12:00:00+00:00"}"""),
            EncryptionKeyStorage.WriteFact(created));
    }

    [Fact]
    public void FactsOfRotation_KeepTheirForm()
    {
        var created = Decide(After(null, Reserve(1000, Key1)), new PassTime(Key1 with { Version = 2 }), Now.AddDays(90)).Single();

        Assert.Equal(
            ("encryption_key.version_created",
             """{"merchant_id":"mch_1","purpose":"card-data","key_version":2,"kek_version":1,"reason":"age","at":"2027-02-19T12:00:00+00:00"}"""),
            EncryptionKeyStorage.WriteFact(created));
        Assert.Equal(
            ("encryption_key.version_destroyed", """{"key_version":1,"at":"2026-11-21T12:00:00+00:00"}"""),
            EncryptionKeyStorage.WriteFact(new KeyVersionDestroyed { KeyVersion = 1, At = Now }));
    }

    [Theory]
    [InlineData("mch_1/card-data", "mch_1", "card-data")]
    [InlineData("mch_1/card-fingerprint", "mch_1", "card-fingerprint")]
    public void ActorKey_IsMerchantAndPurpose(string key, string merchantId, string purpose) =>
        Assert.Equal((merchantId, purpose), KeyPurpose.Parse(key));

    [Theory]
    [InlineData("mch_1")]
    [InlineData("mch_1/other")]
    [InlineData("/card-data")]
    [InlineData("mch_1/card-data/x")]
    public void ActorKey_OfAnotherForm_IsRefused(string key) => Assert.Throws<ArgumentException>(() => KeyPurpose.Parse(key));

    private static ReserveBlock Reserve(int count, WrappedKey? key, int needed = 1) =>
        new("mch_1", KeyPurpose.CardData, new ReserveEncryptions { Count = count, Needed = needed }, key);

    private static ReserveBlock Holding(int version) =>
        new("mch_1", KeyPurpose.CardData, new ReserveEncryptions { Count = 1000, Needed = 3, Holding = version }, null);

    private static IReadOnlyList<EncryptionKeyEvent> Decide(
        EncryptionKeyState? state, EncryptionKeyCommand command, DateTimeOffset? at = null, KeyPolicy? policy = null) =>
        EncryptionKeyDecider.Decide(state, command, at ?? Now, policy ?? Policy).Value;

    private static EncryptionKeyState After(EncryptionKeyState? state, EncryptionKeyCommand command, DateTimeOffset? at = null, KeyPolicy? policy = null) =>
        Decide(state, command, at, policy).Aggregate(state, EncryptionKeyDecider.Apply)!;
}
