using System.Text;
using PayGate.EncryptionKeys;
using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

public sealed class KeyHierarchyTests
{
    private static readonly RootKey Root = new("root_test", [.. Enumerable.Range(0, 32).Select(value => (byte)value)]);

    /// <summary>Computed apart from this code (HMAC-SHA-256 by RFC 5869); a changed label would make every stored key unreadable.</summary>
    [Theory]
    [InlineData("key-encryption/1", "870c8d67ee88e319d5e4d072254d7b76a9fce901343d018eb2f6030c267d53a6")]
    [InlineData("card-transport/1", "6f5cf4a16cc75c843438e65995b651177921f93039ca88382bbcc6fc90f15551")]
    [InlineData("client-secret/1", "e0dcb6f8f23afb2034d4ba26465280495811e9360b890ec83423663a8bae3af5")]
    [InlineData("request-hash/1", "ad7d0031e6fc373d4c33941b2ad34088e1f6eda467e4fcf9b2ca425cb9d9a355")]
    [InlineData("key-check/1", "5e3b5ed0f914fe73400a75e676be4e5eed7ee6709d40697ea402504aa6c9a132")]
    public void Derive_GivesTheSameKeysForEver(string label, string expected) => Assert.Equal(expected, Convert.ToHexStringLower(Root.Derive(label)));

    [Fact]
    public void Hierarchy_UsesEachLabelForItsKey()
    {
        var secrets = new KeyHierarchy(Root).ApiSecrets;

        Assert.Equal(Root.Derive("card-transport/1"), secrets.TransportKeys.Find(1));
        Assert.Equal(Root.Derive("client-secret/1"), secrets.ClientSecretKey);
        Assert.Equal(Root.Derive("request-hash/1"), secrets.RequestHashKey);
        Assert.Equal(Root.Derive("key-check/1"), Root.KeyCheck());
    }

    [Fact]
    public void ApiSecretsFile_ReadBack_GivesTheSameSecrets_AndHoldsNeitherRootNorKek()
    {
        using var directory = new TemporaryDirectory();
        var secrets = new KeyHierarchy(Root).ApiSecrets;
        ApiSecretsFile.Keep(directory.Path, secrets);
        ApiSecretsFile.Keep(directory.Path, secrets);
        var path = Path.Combine(directory.Path, ApiSecretsFile.FileName);
        var text = File.ReadAllBytes(path);
        var read = ApiSecretsDocument.Read(text);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(secrets.ClientSecretKey, read.ClientSecretKey);
        Assert.Equal(secrets.RequestHashKey, read.RequestHashKey);
        Assert.Equal(secrets.TransportKeys.Find(1), read.TransportKeys.Find(1));
        Assert.DoesNotContain(Root.ToBase64(), Encoding.UTF8.GetString(text), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Root.Derive("key-encryption/1")), Encoding.UTF8.GetString(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"format":2,"transport_keys":{},"client_secret_key":"","request_hash_key":""}""")]
    [InlineData("""{"format":1,"transport_keys":{"1":"AAAA"},"client_secret_key":"AAAA","request_hash_key":"AAAA"}""")]
    public void ApiSecretsDocument_WhenUnreadable_SaysWhatToDo(string text) =>
        Assert.Contains("delete the file", Assert.Throws<FormatException>(() => ApiSecretsDocument.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task WrappedKey_OpensOnlyAsWhatItWasMadeFor()
    {
        var keks = MemoryKeks.Of(Root);
        using var mine = await keks.For("mch_1", 0, default);
        var wrapped = mine.Create(KeyPurpose.CardData, 1);
        var otherRoot = MemoryKeks.Of(RootKey.Generate());
        byte[] changed = [.. wrapped.Ciphertext];
        changed[3] ^= 1;

        Assert.Equal(32, (await keks.Unwrap(wrapped, "mch_1", KeyPurpose.CardData, default)).Length);
        await Refused(keks, wrapped, "mch_2", KeyPurpose.CardData);
        await Refused(keks, wrapped, "mch_1", KeyPurpose.CardFingerprint);
        await Refused(keks, wrapped with { Version = 2 }, "mch_1", KeyPurpose.CardData);
        await Refused(keks, wrapped with { KekVersion = 2 }, "mch_1", KeyPurpose.CardData);
        await Refused(keks, wrapped with { Ciphertext = changed }, "mch_1", KeyPurpose.CardData);
        await Refused(otherRoot, wrapped, "mch_1", KeyPurpose.CardData);
    }

    private static Task Refused(KeyEncryptionKeys keks, WrappedKey wrapped, string merchantId, string purpose) =>
        Assert.ThrowsAsync<VaultUnavailableException>(async () => await keks.Unwrap(wrapped, merchantId, purpose, default));
}
