using Microsoft.Extensions.DependencyInjection;
using PayGate.CardTokens;
using PayGate.EncryptionKeys;
using PayGate.Grains.EncryptionKeys;
using PayGate.PaymentIntents;
using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Postgres;

/// <summary>
/// Goal: a merchant's key gets new versions, and no card is lost by it. Method: the whole gateway on a database of its own; cards are made, keys are rotated, and each card is
/// used as a payment would.
/// </summary>
public sealed class KeyRotationTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paygate-rotation-");
    private VaultHost _host = null!;
    private VaultCards _cards = null!;

    private Tenant Tenant => _cards.Tenant;

    private IEncryptionKeyGrain Key => KeyOf(_host);

    private CardRewrapper Rewrapper => _host.Services.GetRequiredService<CardRewrapper>();

    public async Task InitializeAsync()
    {
        _host = await VaultHost.Start(_directory, policy: new KeyPolicy { EncryptionsMax = 100 });
        _cards = new VaultCards(_host);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>Fifty cards with two fields each use a version up that is good for a hundred encryptions.</summary>
    [Fact]
    public async Task TheHundredAndFirstEncryption_UsesANewVersion()
    {
        var first = await Create(50);
        Assert.Equal("1 active 100", await Versions());
        var last = await Create(1);

        Assert.Equal("1 decrypt_only 100,2 active 100", await Versions());
        Assert.Equal("1 50,2 1", await CardsByVersion());
        await AllCharge([.. first, .. last]);
    }

    [Fact]
    public async Task AfterNinetyDays_ANewVersionIsActive_WithoutAnyCard()
    {
        await Create(1);
        _host.Clock.Follow(TimeSpan.FromDays(90));
        await Key.Wake(default);

        Assert.Equal("1 decrypt_only 100,2 active 0", await Versions());
        Assert.Equal("age", await _host.Query<string>(
            $"select data ->> 'reason' from paygate.events where stream_id = '{KeyId}' and type = 'encryption_key.version_created' and seq > 1"));
    }

    [Fact]
    public async Task AfterARotation_AllCardsMove_AndTheOldVersionIsDestroyed()
    {
        var cards = await Create(20);
        await Rotate();
        _host.Clock.Follow(KeyPolicy.LeaseLifetime);
        Assert.Equal(20, await Rewrapper.Sweep(default));
        Assert.Equal("2 20", await CardsByVersion());
        Assert.Equal(0, await Rewrapper.Sweep(default));
        Assert.StartsWith("1 decrypt_only", await Versions(), StringComparison.Ordinal);

        _host.Clock.Follow(KeyPolicy.LeaseLifetime + KeyPolicy.DestroyedAfter);
        await Rewrapper.Sweep(default);

        Assert.StartsWith("1 destroyed", await Versions(), StringComparison.Ordinal);
        Assert.Null(await Key.Find(1, default));
        Assert.Equal("2 active", await _host.Query<string>($"select version || ' ' || state from paygate.key_versions where merchant_id = '{Tenant.MerchantId}'"));
        await AllCharge(cards);
        await using var other = await VaultHost.Start(_directory, _host.Database);
        await AllCharge(cards, other);
    }

    /// <summary>A card that is used moves at once, where this silo knows of the rotation.</summary>
    [Fact]
    public async Task ACardThatIsUsed_MovesToTheActiveVersion()
    {
        var card = await Create(1);
        await Rotate();
        _host.Clock.Follow(KeyPolicy.LeaseLifetime);
        await Create(1);
        await AllCharge(card);

        Assert.Equal("2 2", await CardsByVersion());
    }

    /// <summary>Two silos without a common cluster: the second learns of the rotation at the end of its lease, at the latest.</summary>
    [Fact]
    public async Task ARotation_ReachesAnotherSilo_AtTheEndOfItsLease()
    {
        await using var other = await VaultHost.Start(_directory, _host.Database);
        var cards = await Create(1, other);
        await Rotate();
        cards = [.. cards, .. await Create(1, other)];
        Assert.Equal("1 2", await CardsByVersion());
        other.Clock.Follow(KeyPolicy.LeaseLifetime);
        cards = [.. cards, .. await Create(1, other)];

        Assert.Equal("1 2,2 1", await CardsByVersion());
        await AllCharge(cards);
        await AllCharge(cards, other);
    }

    [Fact]
    public async Task OrdersAtOnce_InTwoSilos_MakeOneVersion()
    {
        await using var other = await VaultHost.Start(_directory, _host.Database);
        await Create(1);
        var order = new RotateKey { OrderedAt = _host.Clock.GetUtcNow(), Reason = "ordered" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(call => KeyOf(call % 2 == 0 ? _host : other).Rotate(order, default)));

        Assert.All(answers, version => Assert.Equal(2, version));
        Assert.Equal("1 decrypt_only 100,2 active 0", await Versions());
    }

    [Fact]
    public async Task Rewrap_OfAnErasedCard_DoesNothing()
    {
        var id = (await Create(1)).Single();
        await _host.Grains.GetGrain<ICardTokenGrain>(id).Revoke(Tenant, default);
        await Rotate();
        _host.Clock.Follow(KeyPolicy.LeaseLifetime);

        await _host.Grains.GetGrain<ICardTokenGrain>(id).Rewrap(default);
        Assert.Equal(0, await Rewrapper.Sweep(default));
    }

    /// <summary>The sealed CVC waits in the actor's memory for the first use: encrypting the card anew must not lose it.</summary>
    [Fact]
    public async Task Rewrap_LeavesTheCvcWhereItIs()
    {
        var id = (await Create(1)).Single();
        await Rotate();
        _host.Clock.Follow(KeyPolicy.LeaseLifetime);
        await Rewrapper.Sweep(default);

        Assert.Equal("123", _cards.Open(await _cards.Use(_host, id)).Cvc!.Reveal());
    }

    private string KeyId => KeyPurpose.ActorKey(Tenant.MerchantId, KeyPurpose.CardData);

    private IEncryptionKeyGrain KeyOf(VaultHost host) => host.Grains.GetGrain<IEncryptionKeyGrain>(KeyId);

    private Task<int> Rotate() => Key.Rotate(new RotateKey { OrderedAt = _host.Clock.GetUtcNow(), Reason = "ordered" }, default);

    private Task<string> Versions() => _host.Query<string>(
        $"select string_agg(key_version || ' ' || state || ' ' || encryptions, ',' order by key_version) from audit.vault_keys where merchant_id = '{Tenant.MerchantId}'");

    private Task<string> CardsByVersion() => _host.Query<string>(
        $"""
        select string_agg(key_version || ' ' || cards, ',' order by key_version) from (
          select key_version, count(*) cards from paygate.card_tokens where merchant_id = '{Tenant.MerchantId}' group by 1) counted
        """);

    private Task<string[]> Create(int count, VaultHost? host = null) => _cards.Create(count, host);

    private Task AllCharge(string[] ids, VaultHost? host = null) => _cards.AllCharge(ids, host);
}
