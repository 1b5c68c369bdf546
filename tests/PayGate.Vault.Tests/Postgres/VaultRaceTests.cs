using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.EncryptionKeys;
using PayGate.PaymentIntents;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.Postgres;

public sealed class VaultRaceTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paygate-vault-");
    private readonly Tenant _tenant = new() { MerchantId = ObjectId.New("mch", "merchants", TestCards.Now), Livemode = false };
    private VaultHost _host = null!;

    public async Task InitializeAsync() => _host = await VaultHost.Start(_directory);

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>Two silos without a common cluster: each believes to own the key's actor, so only the database can decide.</summary>
    [Fact]
    public async Task FirstUseOfAMerchant_InTwoSilosAtOnce_EndsWithOneActiveVersion()
    {
        await using var other = await VaultHost.Start(_directory, _host.Database);
        var key = KeyPurpose.ActorKey(_tenant.MerchantId, KeyPurpose.CardData);
        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(call =>
            (call % 2 == 0 ? _host : other).Grains.GetGrain<IEncryptionKeyGrain>(key).Reserve(new ReserveEncryptions { Count = 10 }, default)));

        Assert.Single(leases.Select(lease => Convert.ToHexString(lease.Key.Ciphertext)).Distinct());
        Assert.Equal("1 active 200", await _host.Query<string>(
            $"select string_agg(key_version || ' ' || state || ' ' || encryptions, ',') from audit.vault_keys where merchant_id = '{_tenant.MerchantId}'"));
    }

    [Fact]
    public async Task FirstCardsOfAMerchant_FiftyAtOnce_AllDecryptUnderOneVersion()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Create()));
        var used = await Task.WhenAll(ids.Select(id => Use(_host, id, "pi_1")));

        Assert.All(used, card => Assert.Equal("4242424242424242", Open(card).Number.Reveal()));
        Assert.Equal(1, await _host.Query<long>($"select count(*) from audit.vault_keys where merchant_id = '{_tenant.MerchantId}'"));
        Assert.Equal(1, await _host.Query<long>($"select count(*) from paygate.vault_entries where merchant_id = '{_tenant.MerchantId}'"));
        Assert.Equal(150, await _host.Query<long>($"select count(distinct nonce) from audit.vault_cards where merchant_id = '{_tenant.MerchantId}'"));
    }

    [Fact]
    public async Task SingleUse_UnderFiftyConsumersInTwoSilos_GoesToExactlyOne()
    {
        await using var other = await VaultHost.Start(_directory, _host.Database);
        var id = await Create();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async call =>
            (Consumer: $"pi_{call}", Answer: await Use(call % 2 == 0 ? _host : other, id, $"pi_{call}"))));
        var winner = Assert.Single(answers, answer => answer.Answer.IsSuccess);

        Assert.All(answers.Where(answer => !answer.Answer.IsSuccess), answer => Assert.Equal("token_already_used", answer.Answer.Refusal!.Code));
        Assert.Equal(winner.Consumer, await _host.Query<string>($"select consumer from paygate.card_tokens where id = '{id}'"));
        Assert.True((await Use(_host, id, winner.Consumer)).IsSuccess);
    }

    [Fact]
    public async Task Use_GivesTheCvcOnce_AndNeverAfterARestart()
    {
        var once = await Create();
        Assert.Equal("123", Open(await Use(_host, once, "pi_1")).Cvc!.Reveal());
        var repeat = await Use(_host, once, "pi_1");
        Assert.Equal((false, true), (repeat.Value!.CvcIncluded, repeat.Value.CvcGiven));

        var lost = await Create();
        await using var other = await VaultHost.Start(_directory, _host.Database);
        Assert.Null(Open(await Use(other, lost, "pi_1")).Cvc);
    }

    [Fact]
    public async Task CreateUsed_GivesTheCardWithItsCvcOnce_AndBelongsToItsConsumer()
    {
        var id = ObjectId.New("pm", _tenant.MerchantId, TestCards.Now);
        var created = await _host.Grains.GetGrain<ICardTokenGrain>(id).CreateUsed(
            Command(id) with { Consumer = "pi_1" }, new FirstUse { UseId = "ch_1", Purpose = CardAccessPurpose.Payment }, default);

        Assert.Equal(("4242424242424242", "123"), (Open(created).Number.Reveal(), Open(created).Cvc!.Reveal()));
        Assert.Equal("token_already_used", (await Use(_host, id, "pi_2")).Refusal!.Code);
        var again = await Use(_host, id, "pi_1");
        Assert.Equal((false, true), (again.Value!.CvcIncluded, again.Value.CvcGiven));
        Assert.Equal("2 used pi_1", await _host.Query<string>($"select version || ' ' || status || ' ' || consumer from paygate.card_tokens where id = '{id}'"));
    }

    [Fact]
    public async Task Use_ByAnotherMerchantOrMode_OrOfAnUnknownHandle_IsResourceMissing()
    {
        var id = await Create();
        var unknown = ObjectId.New("pm", _tenant.MerchantId, TestCards.Now);

        Assert.Equal("resource_missing", (await Use(_host, id, "pi_1", _tenant with { Livemode = true })).Refusal!.Code);
        Assert.Equal("resource_missing", (await Use(_host, id, "pi_1", _tenant with { MerchantId = "mch_2" })).Refusal!.Code);
        Assert.Equal("resource_missing", (await Use(_host, unknown, "pi_1")).Refusal!.Code);
        Assert.Equal(0, await _host.Query<long>($"select count(*) from paygate.card_tokens where id = '{unknown}'"));
    }

    [Fact]
    public async Task Revoke_ErasesTheCardFromTheRow()
    {
        var id = await Create();
        Assert.Equal(CardTokenStatus.Revoked, (await _host.Grains.GetGrain<ICardTokenGrain>(id).Revoke(_tenant, default)).Value!.Status);

        Assert.Equal("token_revoked", (await Use(_host, id, "pi_1")).Refusal!.Code);
        Assert.Equal(0, await _host.Query<long>($"select count(*) from audit.vault_cards where id = '{id}'"));
        Assert.False(await _host.Query<bool>($"select state::text like '%ciphertext%' from paygate.card_tokens where id = '{id}'"));
    }

    [Fact]
    public async Task Create_WithACardSealedForAnotherHandle_Fails()
    {
        var id = ObjectId.New("pm", _tenant.MerchantId, TestCards.Now);
        var command = Command(ObjectId.New("pm", _tenant.MerchantId, TestCards.Now));

        await Assert.ThrowsAsync<SealedCardException>(() => _host.Grains.GetGrain<ICardTokenGrain>(id).Create(command, default));
    }

    private async Task<string> Create()
    {
        var id = ObjectId.New("pm", _tenant.MerchantId, TestCards.Now);
        Assert.True((await _host.Grains.GetGrain<ICardTokenGrain>(id).Create(Command(id), default)).IsSuccess);
        return id;
    }

    private CreateCardToken Command(string sealedFor) => new()
    {
        Tenant = _tenant,
        Card = new CardSealer(_host.Keys.ApiSecrets.TransportKeys).Seal(TestCards.Card(year: 2034), _tenant.MerchantId, sealedFor),
        Billing = BillingDetails.None,
        Reusable = false,
        Request = RequestInfo.None,
    };

    private Task<Outcome<UsableCard>> Use(VaultHost host, string id, string consumer, Tenant? tenant = null) =>
        host.Grains.GetGrain<ICardTokenGrain>(id).Use(new UseCardToken { Tenant = tenant ?? _tenant, Consumer = consumer, UseId = "ch_1", Purpose = CardAccessPurpose.Payment }, default);

    private CardInput Open(Outcome<UsableCard> used) =>
        new SealedCards(_host.Keys.ApiSecrets.TransportKeys).Open(used.Value!.Card, _tenant.MerchantId, "ch_1");
}
