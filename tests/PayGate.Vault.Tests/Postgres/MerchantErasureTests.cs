using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.EncryptionKeys;
using PayGate.Silo.Keys;
using PayGate.Testing;
using PayGate.Silo.Books.Checks;

namespace PayGate.Vault.Tests.Postgres;

/// <summary>
/// Goal: after an erasure no card of the merchant can be read, in no silo and from no backup of the database, while all others can. Method: the whole gateway on a database of its
/// own; the backup is a copy of the database as PostgreSQL makes it.
/// </summary>
public sealed class MerchantErasureTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paygate-erasure-");
    private VaultHost _host = null!;
    private VaultCards _gone = null!;
    private VaultCards _kept = null!;
    private string[] _goneCards = [];
    private string[] _keptCards = [];

    public async Task InitializeAsync()
    {
        _host = await VaultHost.Start(_directory, backgroundWork: false);
        (_gone, _kept) = (new VaultCards(_host), new VaultCards(_host));
        (_goneCards, _keptCards) = (await _gone.Create(2), await _kept.Create(2));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task AfterAnErasure_NoCardOpens_AndNoneIsTaken_WhileOthersGoOn()
    {
        await Erase();

        await RefusesAll(_host);
        await _kept.AllCharge(_keptCards);
        await _kept.Create(1);
        Assert.Equal("card-data destroyed,card-fingerprint destroyed", await _host.Query<string>(
            $"""
            select string_agg(distinct k.purpose || ' ' || (v.entry ->> 'state') || (v.entry -> 'key' ->> 'ciphertext'), ',')
            from paygate.encryption_keys k cross join lateral json_array_elements(k.state -> 'key' -> 'versions') v (entry) where k.merchant_id = '{_gone.Tenant.MerchantId}'
            """));
        Assert.Equal(0, await _host.Query<long>($"select count(*) from audit.vault_cards where merchant_id = '{_gone.Tenant.MerchantId}'"));
        Assert.Equal("erase 0 done", await _host.Query<string>("select kind || ' ' || failures || case when finished_at is null then ' open' else ' done' end from paygate.key_orders"));
        Assert.Empty(await BooksAudit.Run(_host.Database.Audit));
    }

    /// <summary>The handle stays: it can be looked at and revoked.</summary>
    [Fact]
    public async Task AHandleOfAnErasedMerchant_CanStillBeRevoked()
    {
        await Erase();
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);

        Assert.NotNull(await other.Grains.GetGrain<ICardTokenGrain>(_goneCards[0]).Get(default));
        Assert.True((await other.Grains.GetGrain<ICardTokenGrain>(_goneCards[0]).Revoke(_gone.Tenant, default)).IsSuccess);
    }

    /// <summary>The proof: root key and an old copy of the whole database, together, do not open the cards.</summary>
    [Fact]
    public async Task ABackupFromBefore_DoesNotOpenTheCards_WithTheRootKey()
    {
        await using var backup = await PostgresServer.CopyDatabase(_host.Database);
        await using (var before = await VaultHost.Start(_directory, backup, backgroundWork: false))
        {
            await _gone.AllCharge(_goneCards, before);
        }

        await Erase();
        await using var restored = await VaultHost.Start(_directory, backup, backgroundWork: false);

        await RefusesAll(restored);
        await _kept.AllCharge(_keptCards, restored);
        // Nor do they open where nobody keeps the list of what was erased.
        await using var database = NpgsqlDataSource.Create(backup.Silo);
        var key = new RootKeyFile(Path.Combine(_directory.FullName, RootKeyFile.DefaultName)).Read();
        using var elsewhere = new TemporaryDirectory();
        using var nothing = new MerchantSecretFiles(elsewhere.Path);
        var verdict = await new KeyVerification(database, new KeyHierarchy(key).KeyEncryptionKeys(new PostgresKekVersions(database), nothing, TimeProvider.System)).Run((_, _) => { }, default);
        Assert.Equal((0, 0, 0, 8), (verdict.Keys, verdict.Cards, verdict.Erased, verdict.Failures));
        using var secrets = new MerchantSecretFiles(Path.Combine(_directory.FullName, MerchantSecretFiles.DefaultName));
        verdict = await new KeyVerification(database, new KeyHierarchy(key).KeyEncryptionKeys(new PostgresKekVersions(database), secrets, TimeProvider.System)).Run((_, _) => { }, default);
        Assert.Equal((2, 2, 4, 0), (verdict.Keys, verdict.Cards, verdict.Erased, verdict.Failures));
    }

    /// <summary>A restored database does not know the erasure; the place of the secrets does, and the keys' rows follow it.</summary>
    [Fact]
    public async Task ADatabaseFromBefore_ErasesTheKeysAgain()
    {
        await using var backup = await PostgresServer.CopyDatabase(_host.Database);
        await Erase();
        await using var restored = await VaultHost.Start(_directory, backup, backgroundWork: false);
        var erasures = restored.Services.GetRequiredService<RestoredErasures>();

        Assert.Equal((1, 0), (await erasures.OrderAgain(default), await erasures.OrderAgain(default)));
        Assert.True(await restored.Services.GetRequiredService<KeyOrders>().WorkOff(default));

        Assert.Equal("destroyed", await restored.Query<string>(
            $"""
            select string_agg(distinct v.entry ->> 'state', ',')
            from paygate.encryption_keys k cross join lateral json_array_elements(k.state -> 'key' -> 'versions') v (entry) where k.merchant_id = '{_gone.Tenant.MerchantId}'
            """));
        Assert.Equal(0, await erasures.OrderAgain(default));
        await RefusesAll(restored);
        await _kept.AllCharge(_keptCards, restored);
    }

    /// <summary>The same by itself, as a start does it.</summary>
    [Fact]
    public async Task ADatabaseFromBefore_ErasesTheKeysAgain_AtTheStart()
    {
        await using var backup = await PostgresServer.CopyDatabase(_host.Database);
        await Erase();
        await using var restored = await VaultHost.Start(_directory, backup);

        await restored.Log.Seen("Order 1 to erase keys is done for 1.");
        Assert.Equal(0, await restored.Query<long>($"select count(*) from audit.vault_cards where merchant_id = '{_gone.Tenant.MerchantId}'"));
    }

    /// <summary>Two silos without a common cluster: the second holds the keys in memory, and forgets them at its next look at the database.</summary>
    [Fact]
    public async Task AnotherSilo_ForgetsTheKeys()
    {
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        await _gone.AllCharge(_goneCards, other);
        await _gone.Create(1, other);
        await Erase();
        await other.Services.GetRequiredService<KeyRingKeeper>().DropDestroyed(default);

        Assert.DoesNotContain(other.Services.GetRequiredService<KeyRing>().Held(), key => key.MerchantId == _gone.Tenant.MerchantId);
        await RefusesAll(other);
        await _kept.AllCharge(_keptCards, other);
    }

    /// <summary>What a crash leaves behind: the secret is gone, the keys are not, the order is open.</summary>
    [Fact]
    public async Task AnErasureThatWasBegun_IsFinishedByAnotherSilo()
    {
        await _host.Services.GetRequiredService<IMerchantSecrets>().Erase(_gone.Tenant.MerchantId, default);
        await Order();
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        Assert.True(await other.Services.GetRequiredService<KeyOrders>().WorkOff(default));

        Assert.Equal("done", await _host.Query<string>("select case when finished_at is null then 'open' else 'done' end from paygate.key_orders"));
        await RefusesAll(other);
    }

    /// <summary>Keys from before merchants had secrets open under the key-encryption key alone, and a rewrap brings them under the secret.</summary>
    [Fact]
    public async Task KeysOfAnOlderRelease_StayReadable_AndMoveByRewrap()
    {
        var key = new RootKeyFile(Path.Combine(_directory.FullName, RootKeyFile.DefaultName)).Read();
        var id = KeyPurpose.ActorKey(_kept.Tenant.MerchantId, KeyPurpose.CardData);
        var grain = _host.Grains.GetGrain<IEncryptionKeyGrain>(id);
        var wrapping = _host.Services.GetRequiredService<KeyEncryptionKeys>();
        var plain = await wrapping.Unwrap((await grain.Find(1, default))!, _kept.Tenant.MerchantId, KeyPurpose.CardData, default);
        var (nonce, ciphertext) = AeadBox.Seal(
            key.Derive("key-encryption/1"), plain, AssociatedData.Of("paygate.wrapped-key", _kept.Tenant.MerchantId, KeyPurpose.CardData, "1", "1"));
        await Execute(
            $$"""
            set session_replication_role = replica; update paygate.encryption_keys set state = jsonb_set(state::jsonb, '{key,versions,0,key}',
              '{"version":1,"kek_version":1,"nonce":"{{Convert.ToBase64String(nonce)}}","ciphertext":"{{Convert.ToBase64String(ciphertext)}}"}') where id = '{{id}}'
            """);
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        await _kept.AllCharge(_keptCards, other);
        await Execute("insert into paygate.key_orders (kind, reason) values ('rewrap', 'ordered')");
        Assert.True(await other.Services.GetRequiredService<KeyOrders>().WorkOff(default));

        Assert.Equal("2 2", await _host.Query<string>($"select (state::json #>> '{{key,versions,0,key,kek_version}}') || ' ' || (state::json #>> '{{key,versions,0,key,form}}') from paygate.encryption_keys where id = '{id}'"));
        await using var third = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        await _kept.AllCharge(_keptCards, third);
    }

    private async Task Erase()
    {
        await Order();
        Assert.True(await _host.Services.GetRequiredService<KeyOrders>().WorkOff(default));
    }

    private Task Order() => Execute($"insert into paygate.key_orders (kind, merchant_id, reason) values ('erase', '{_gone.Tenant.MerchantId}', 'ordered')");

    private async Task RefusesAll(VaultHost host)
    {
        foreach (var card in _goneCards)
        {
            Assert.Equal("account_erased", (await _gone.Use(host, card)).Refusal?.Code);
        }

        Assert.Equal("account_erased", (await _gone.TryCreate(host)).Refusal?.Code);
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(_host.Database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql + "; reset session_replication_role", connection);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
