using Microsoft.Extensions.DependencyInjection;
using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.EncryptionKeys;
using PayGate.PaymentIntents;
using PayGate.Silo.Keys;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.Postgres;

/// <summary>
/// Goal: the transport key gets new versions, no card on its way is lost by it, and the old ones end. Method: the whole gateway on a database of its own; orders are worked off by
/// hand, in one silo or in two that share no cluster. Their common data directory holds the file from which an API that is a process of its own would have its keys.
/// </summary>
public sealed class TransportRotationTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paygate-transport-");
    private VaultHost _host = null!;
    private VaultCards _cards = null!;

    private string SecretsFile => Path.Combine(_directory.FullName, ApiSecretsFile.FileName);

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
    public async Task AnOrder_MakesANewVersion_AndLeavesItInTheFile()
    {
        var before = ReadFile();
        await Rotate(_host);

        Assert.Equal("1 retiring,2 active", await Versions());
        Assert.Equal(2, _host.Keys.ApiSecrets.TransportKeys.CurrentVersion);
        Assert.Equal([1, 2], ReadFile().TransportKeys.All.Keys);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SecretsFile));
        Assert.Equal(before.ClientSecretKey, ReadFile().ClientSecretKey);
        Assert.Equal(before.RequestHashKey, ReadFile().RequestHashKey);
        Assert.Equal("transport 1 true", await _host.Query<string>("select kind || ' ' || merchants || ' ' || (transport_version = 2) from paygate.key_orders"));
        await _cards.AllCharge(await _cards.Create(1));
    }

    /// <summary>Cards are sealed with the keys of one silo and opened in both, which hear of each order at different times.</summary>
    [Fact]
    public async Task Orders_WhileCardsCome_FailNone()
    {
        const int orders = 5;
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        await _cards.Create(1);
        using var enough = new CancellationTokenSource();
        var creating = Enumerable.Range(0, 4).Select(lane => CreateUntil(lane % 2 == 0 ? _host : other, enough.Token)).ToList();
        for (var order = 0; order < orders; order++)
        {
            await Rotate(order % 2 == 0 ? _host : other);
            await _cards.Create(4, at: order % 2 == 0 ? other : _host);
        }

        await enough.CancelAsync();
        var created = (await Task.WhenAll(creating)).Sum();

        Assert.EndsWith($",{orders + 1} active", await Versions(), StringComparison.Ordinal);
        Assert.Equal(created + 4 * orders + 1, await _host.Query<long>($"select count(*) from paygate.card_tokens where merchant_id = '{_cards.Tenant.MerchantId}'"));
    }

    [Fact]
    public async Task ACardUnderTheVersionBefore_IsTakenForAnHour_AndRefusedAfter()
    {
        var before = new CardSealer(_host.Keys.TransportKeys([1]));
        await Rotate(_host);
        _host.Clock.Follow(AcceptedTransportKeys.AcceptedFor - TimeSpan.FromMinutes(1));
        Assert.True((await Create(before, _host)).IsSuccess);
        _host.Clock.Follow(AcceptedTransportKeys.AcceptedFor);

        await Assert.ThrowsAsync<SealedCardException>(() => Create(before, _host));
        await _cards.Create(1);
        await Keeper(_host).HandOut(default);
        Assert.Equal([2], ReadFile().TransportKeys.All.Keys);
    }

    [Fact]
    public async Task ACardUnderAVersionThatNeverWas_IsRefused() =>
        await Assert.ThrowsAsync<SealedCardException>(() => Create(new CardSealer(_host.Keys.TransportKeys([2])), _host));

    [Fact]
    public async Task AnotherSilo_TakesCardsUnderTheNewVersionAtOnce_AndSealsUnderItAfterItsNextLook()
    {
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        await Rotate(_host);
        Assert.True((await Create(new CardSealer(ReadFile().TransportKeys), other)).IsSuccess);
        await Rotate(_host);
        await Keeper(other).HandOut(default);

        Assert.Equal(3, other.Keys.ApiSecrets.TransportKeys.CurrentVersion);
        await using var third = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        Assert.Equal(3, third.Keys.ApiSecrets.TransportKeys.CurrentVersion);
        Assert.Equal([1, 2, 3], ReadFile().TransportKeys.All.Keys);
    }

    /// <summary>What a crash leaves behind: the version is made, the file is as it was, the order is open.</summary>
    [Fact]
    public async Task AnOrderThatWasBegun_IsContinuedByAnotherSilo_WithTheSameVersion()
    {
        await Order();
        var book = _host.Services.GetRequiredService<KeyOrderBook>();
        var order = (await book.Take(default))!;
        Assert.Equal(2, await book.TransportVersion(order, default));
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        File.Delete(SecretsFile);
        Assert.True(await Orders(other).WorkOff(default));
        Assert.False(await Orders(_host).WorkOff(default));

        Assert.Equal("1 retiring,2 active", await Versions());
        Assert.Equal([1, 2], ReadFile().TransportKeys.All.Keys);
    }

    [Fact]
    public async Task OneOrder_InTwoSilosAtOnce_MakesOneVersion()
    {
        await Order();
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        var book = _host.Services.GetRequiredService<KeyOrderBook>();
        var order = (await book.Take(default))!;
        var books = new[] { book, other.Services.GetRequiredService<KeyOrderBook>() };

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 10).Select(call => books[call % 2].TransportVersion(order, default))), version => Assert.Equal(2, version));
        Assert.Equal("1 retiring,2 active", await Versions());
    }

    private static KeyOrders Orders(VaultHost host) => host.Services.GetRequiredService<KeyOrders>();

    private static TransportKeyKeeper Keeper(VaultHost host) => host.Services.GetRequiredService<TransportKeyKeeper>();

    private async Task<int> CreateUntil(VaultHost at, CancellationToken enough)
    {
        var count = 0;
        while (!enough.IsCancellationRequested)
        {
            await _cards.Create(1, at);
            count++;
        }

        return count;
    }

    private Task<Outcome<Answer>> Create(CardSealer sealer, VaultHost at)
    {
        var id = ObjectId.New("pm", _cards.Tenant.MerchantId, TestCards.Now);
        return at.Grains.GetGrain<ICardTokenGrain>(id).Create(_cards.ToCreate(id, sealer), default);
    }

    private async Task Rotate(VaultHost silo)
    {
        await Order();
        Assert.True(await Orders(silo).WorkOff(default));
    }

    private async Task Order() => await _host.Query<long>("insert into paygate.key_orders (kind, reason) values ('transport', 'ordered') returning id");

    private ApiSecrets ReadFile() => ApiSecretsDocument.Read(File.ReadAllBytes(SecretsFile));

    private Task<string> Versions() => _host.Query<string>("select string_agg(version || ' ' || state, ',' order by version) from paygate.transport_keys");
}
