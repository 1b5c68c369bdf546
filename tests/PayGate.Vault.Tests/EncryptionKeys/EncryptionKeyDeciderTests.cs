using System.Text;
using PayGate.EncryptionKeys;
using PayGate.Grains.EncryptionKeys;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.EncryptionKeys;

public sealed class EncryptionKeyDeciderTests
{
    private const string Stored =
        """{"v":1,"key":{"merchant_id":"mch_1","purpose":"card-data","versions":[{"key":{"version":1,"kek_version":1,"nonce":"AAAAAAAAAAAAAAAA","ciphertext":"AQID"},"state":"active","created":"2026-11-21T12:00:00+00:00","encryptions":1000}]}}""";

    private static readonly WrappedKey Key1 = new() { Version = 1, KekVersion = 1, Nonce = new byte[12], Ciphertext = [1, 2, 3] };

    [Fact]
    public void FirstReserve_MakesVersionOneActive_AndCounts()
    {
        var state = After(null, Reserve(1000, Key1));

        Assert.Equal((1, KeyVersionState.Active, 1000L), (state.Active.Key.Version, state.Active.State, state.Active.Encryptions));
        Assert.Equal(1500, After(state, Reserve(500, null)).Active.Encryptions);
    }

    [Fact]
    public void Reserve_OfNothing_WritesNothingOnceTheKeyIsThere()
    {
        var state = After(null, Reserve(0, Key1));

        Assert.Empty(EncryptionKeyDecider.Decide(state, Reserve(0, null), TestCards.Now).Value);
        Assert.Equal(0, state.Active.Encryptions);
    }

    [Fact]
    public void ANewVersion_MakesTheOldOneDecryptOnly()
    {
        var state = After(null, Reserve(10, Key1));
        var rotated = EncryptionKeyDecider.Apply(state, new KeyVersionCreated
        {
            MerchantId = "mch_1",
            Purpose = KeyPurpose.CardData,
            KeyVersion = 2,
            KekVersion = 1,
            Key = Key1 with { Version = 2 },
            At = TestCards.Now,
        });

        Assert.Equal([KeyVersionState.DecryptOnly, KeyVersionState.Active], rotated.Versions.Select(version => version.State));
        Assert.Equal([10, 5], After(rotated, Reserve(5, null)).Versions.Select(version => version.Encryptions));
    }

    [Fact]
    public void FirstReserve_WithoutAKey_IsABug() =>
        Assert.Throws<InvalidOperationException>(() => EncryptionKeyDecider.Decide(null, Reserve(1, null), TestCards.Now));

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
        var created = EncryptionKeyDecider.Decide(null, Reserve(1000, Key1), TestCards.Now).Value[0];

        Assert.Equal(
            ("encryption_key.version_created",
             """{"merchant_id":"mch_1","purpose":"card-data","key_version":1,"kek_version":1,"at":"2026-11-21T12:00:00+00:00"}"""),
            EncryptionKeyStorage.WriteFact(created));
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

    private static ReserveBlock Reserve(int count, WrappedKey? first) => new("mch_1", KeyPurpose.CardData, count, first);

    private static EncryptionKeyState After(EncryptionKeyState? state, EncryptionKeyCommand command) =>
        EncryptionKeyDecider.Decide(state, command, TestCards.Now).Value.Aggregate(state, EncryptionKeyDecider.Apply)!;
}
