using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

public sealed class TransitRootKeyTests
{
    private readonly MemoryRecord _record = new();

    [Fact]
    public async Task Open_Twice_GivesOneKey_OfWhichTheRecordHoldsTheCiphertextOnly()
    {
        await using var vault = await TransitFixture.Start();

        var first = await Open(vault);
        var second = await Open(vault);

        Assert.Equal(first.KeyCheck(), second.KeyCheck());
        Assert.Equal((first.KeyId, first.KeyId), (second.KeyId, _record.Value.KeyId));
        Assert.StartsWith("vault:v1:", _record.Value.VaultCiphertext, StringComparison.Ordinal);
        Assert.Equal(
            ["POST /v1/transit/encrypt/paygate", "POST /v1/transit/decrypt/paygate", "POST /v1/transit/decrypt/paygate"],
            vault.Server.Requests.Select(request => request[..request.IndexOf(" {", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Open_WhenAnotherStartWasFirst_TakesItsKey()
    {
        await using var vault = await TransitFixture.Start();
        var other = new MemoryRecord();
        var winner = await Open(vault, other);
        _record.BeforeFirst = () => _record.Value = other.Value;

        Assert.Equal(winner.KeyCheck(), (await Open(vault)).KeyCheck());
    }

    [Fact]
    public async Task Open_WithTheCiphertextOfAnotherInstallation_Refuses()
    {
        await using var vault = await TransitFixture.Start();
        var other = new MemoryRecord();
        await Open(vault);
        await Open(vault, other);
        _record.Value = _record.Value with { VaultCiphertext = other.Value.VaultCiphertext };

        await Refused(vault, "name the key that encrypted it");
    }

    [Fact]
    public async Task Open_WhenAFileKeepsTheKey_RefusesAndAsksVaultNothing()
    {
        await using var vault = await TransitFixture.Start();
        var key = RootKey.Generate();
        _record.Value = new RecordedRootKey(key.KeyId, key.KeyCheck(), null, HoldsWrappedKeys: true);

        await Refused(vault, "which a file keeps and not Vault: unset PAYGATE_VAULT_ADDR");
        Assert.Empty(vault.Server.Requests);
    }

    [Fact]
    public async Task Open_WhenVaultOpensSomethingShort_Refuses()
    {
        await using var vault = await TransitFixture.Start();
        await Open(vault);
        vault.Server.Instead = (200, """{"data":{"plaintext":"AAAA"}}""");

        await Refused(vault, "is no root key");
    }

    [Fact]
    public async Task Open_WhenTheTransitKeyIsGone_RefusesOverData()
    {
        await using var vault = await TransitFixture.Start();
        var before = (await Open(vault), _record.Value);
        vault.Server.Delete("paygate");

        await Refused(vault, "has no key paygate");
        Assert.Equal(before.Value, _record.Value);
    }

    private async Task<RootKey> Open(TransitFixture vault, MemoryRecord? record = null)
    {
        using var source = new TransitRootKey(new TransitClient(vault.Options));
        return await new RootKeyOpening(source, record ?? _record).Open(CancellationToken.None);
    }

    private async Task Refused(TransitFixture vault, string words) =>
        Assert.Contains(words, (await Assert.ThrowsAsync<RootKeyException>(() => Open(vault))).Message, StringComparison.Ordinal);
}
