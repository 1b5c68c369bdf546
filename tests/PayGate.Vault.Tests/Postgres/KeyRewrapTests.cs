using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PayGate.EncryptionKeys;
using PayGate.Grains.EncryptionKeys;
using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Postgres;

/// <summary>
/// Goal: all merchants' keys move to a new key-encryption key, no card is touched, and what wrapped them before is retired. Method: the whole gateway on a database of its own;
/// orders are worked off by hand, in one silo or in two that share no cluster.
/// </summary>
public sealed class KeyRewrapTests : IAsyncLifetime
{
    /// <summary>Without the database's own rules, which would not let this happen.</summary>
    private const string Unruled = "set session_replication_role = replica;";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paygate-rewrap-");
    private VaultHost _host = null!;
    private VaultCards _cards = null!;

    private KeyOrders Orders => _host.Services.GetRequiredService<KeyOrders>();

    public async Task InitializeAsync()
    {
        _host = await VaultHost.Start(_directory, backgroundWork: false);
        _cards = new VaultCards(_host);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task AnOrder_MovesDataAndFingerprintKeys_AndNoCard()
    {
        var cards = await _cards.Create(3);
        var before = await Cards();
        await Order();
        Assert.True(await Orders.WorkOff(default));
        Assert.False(await Orders.WorkOff(default));

        Assert.Equal("card-data 2,card-fingerprint 2", await Wrappings());
        Assert.Equal(before, await Cards());
        Assert.Equal("1 retiring,2 active", await Keks());
        await _cards.AllCharge(cards);
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        await _cards.AllCharge(cards, other);
        // The fingerprint key is the same: the card is known again.
        await _cards.Create(1, other);
        Assert.Equal(1, await _host.Query<long>($"select count(*) from paygate.vault_entries where merchant_id = '{_cards.Tenant.MerchantId}'"));
    }

    [Fact]
    public async Task TenMinutesLater_TheOldVersionIsRetired_AndNothingIsWrappedUnderItAnyMore()
    {
        await _cards.Create(1);
        await Order();
        await Orders.WorkOff(default);
        // A silo that had not heard of the order made this one.
        var late = new VaultCards(_host);
        await late.Create(1);
        await Execute(
            $"""
            {Unruled} update paygate.encryption_keys set state = replace(state::text, '"kek_version":2', '"kek_version":1')::json
              where merchant_id = '{late.Tenant.MerchantId}' and purpose = 'card-fingerprint';
            insert into paygate.key_wrappings values ('{late.Tenant.MerchantId}/card-fingerprint', 1)
            """);
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        var rewrapper = other.Services.GetRequiredService<KeyRewrapper>();
        other.Clock.Follow(KeyPolicy.DestroyedAfter - TimeSpan.FromSeconds(30));
        await rewrapper.RetireEmptied(default);
        Assert.Equal("1 retiring,2 active", await Keks());
        other.Clock.Follow(KeyPolicy.DestroyedAfter);
        var refused = await Assert.ThrowsAsync<AggregateException>(() => rewrapper.RetireEmptied(default));

        // What was planted does not open, so the version that wraps it stays.
        Assert.IsType<VaultUnavailableException>(refused.InnerException);
        Assert.Equal("1 retiring,2 active", await Keks());
        await Execute($"{Unruled} delete from paygate.encryption_keys where merchant_id = '{late.Tenant.MerchantId}'; delete from paygate.key_wrappings where kek_version = 1");
        await rewrapper.RetireEmptied(default);
        Assert.Equal("1 retired,2 active", await Keks());
        var fenced = await Assert.ThrowsAsync<PostgresException>(() => Execute("insert into paygate.key_wrappings values ('m/card-data', 1)"));
        Assert.Equal("key_wrappings_accepted", fenced.ConstraintName);
    }

    /// <summary>What a crash leaves behind: the version is made, one key is moved, the order is open. Another silo goes on with it.</summary>
    [Fact]
    public async Task AnOrderThatWasBegun_IsContinuedByAnotherSilo_UnderTheSameVersion()
    {
        var cards = await _cards.Create(2);
        await Order();
        var book = _host.Services.GetRequiredService<KeyOrderBook>();
        var order = await book.Take(default);
        Assert.Equal(2, await book.KekVersion(order!, default));
        await _host.Grains.GetGrain<IEncryptionKeyGrain>(KeyPurpose.ActorKey(_cards.Tenant.MerchantId, KeyPurpose.CardData)).Rewrap(new RewrapKey { KekVersion = 2 }, default);
        Assert.Equal("card-data 2,card-fingerprint 1", await Wrappings());

        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        Assert.True(await other.Services.GetRequiredService<KeyOrders>().WorkOff(default));

        Assert.Equal("card-data 2,card-fingerprint 2", await Wrappings());
        Assert.Equal("1 retiring,2 active", await Keks());
        await _cards.AllCharge(cards);
        await _cards.AllCharge(cards, other);
    }

    [Fact]
    public async Task OneOrder_InTwoSilosAtOnce_MakesOneVersion()
    {
        await _cards.Create(1);
        await Order();
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        var book = _host.Services.GetRequiredService<KeyOrderBook>();
        var order = (await book.Take(default))!;
        var books = new[] { book, other.Services.GetRequiredService<KeyOrderBook>() };

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 10).Select(call => books[call % 2].KekVersion(order, default))), version => Assert.Equal(2, version));
    }

    [Fact]
    public async Task AnOrderThatFails_LetsTheNextOneGoFirst_AndIsDoneWhenItCan()
    {
        await _cards.Create(1);
        var state = await _host.Query<string>($"select state::text from paygate.encryption_keys where merchant_id = '{_cards.Tenant.MerchantId}' and purpose = 'card-fingerprint'");
        await Execute($"{Unruled} update paygate.encryption_keys set state = replace(state::text, '\"ciphertext\":\"', '\"ciphertext\":\"AAAA')::json where purpose = 'card-fingerprint'");
        await Order();
        await Execute("insert into paygate.key_orders (reason) values ('ordered')");
        // A silo that knows nothing of the key yet.
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        var orders = other.Services.GetRequiredService<KeyOrders>();
        Assert.True(await orders.WorkOff(default));
        Assert.True(await orders.WorkOff(default));
        Assert.False(await orders.WorkOff(default));

        Assert.Equal("rewrap 1 open,rotate 0 done", await Open());
        // The key that can be moved is moved.
        Assert.Equal("card-data 2,card-fingerprint 1", await Wrappings());
        other.Clock.Follow(TimeSpan.FromSeconds(1));
        Assert.True(await orders.WorkOff(default));
        other.Clock.Follow(TimeSpan.FromSeconds(1));
        Assert.False(await orders.WorkOff(default));
        await Execute($"{Unruled} update paygate.encryption_keys set state = '{state}' where purpose = 'card-fingerprint'");
        await using var third = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        third.Clock.Follow(TimeSpan.FromSeconds(4));
        Assert.True(await third.Services.GetRequiredService<KeyOrders>().WorkOff(default));

        Assert.Equal("rewrap 2 done,rotate 0 done", await Open());
        Assert.Equal("card-data 2,card-fingerprint 2", await Wrappings());
    }

    private Task Order() => Execute("insert into paygate.key_orders (kind, reason) values ('rewrap', 'ordered')");

    private Task<string> Keks() => _host.Query<string>("select string_agg(version || ' ' || state, ',' order by version) from paygate.key_encryption_keys");

    private Task<string> Open() => _host.Query<string>(
        "select string_agg(kind || ' ' || failures || case when finished_at is null then ' open' else ' done' end, ',' order by id) from paygate.key_orders");

    private Task<string> Cards() => _host.Query<string>("select string_agg(c::text, '' order by id) from paygate.card_tokens c");

    /// <summary>Of the first merchant, by what wraps the versions of its keys.</summary>
    private Task<string> Wrappings() => _host.Query<string>(
        $"""
        select string_agg(distinct k.purpose || ' ' || (v.entry -> 'key' ->> 'kek_version'), ',')
        from paygate.encryption_keys k cross join lateral json_array_elements(k.state -> 'key' -> 'versions') v (entry)
        where k.merchant_id = '{_cards.Tenant.MerchantId}'
        """);

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(_host.Database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql + "; reset session_replication_role", connection);
        await command.ExecuteNonQueryAsync();
    }
}
