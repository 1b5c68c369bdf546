using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.PaymentIntents;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.Postgres;

/// <summary>Cards of one merchant, made and used as the API and a payment would.</summary>
internal sealed class VaultCards(VaultHost host)
{
    public Tenant Tenant { get; } = new() { MerchantId = ObjectId.New("mch", "merchants", TestCards.Now), Livemode = false };

    public async Task<string[]> Create(int count, VaultHost? at = null)
    {
        var ids = Enumerable.Range(0, count).Select(_ => ObjectId.New("pm", Tenant.MerchantId, TestCards.Now)).ToArray();
        foreach (var id in ids)
        {
            Assert.True((await Create(id, at ?? host)).IsSuccess);
        }

        return ids;
    }

    /// <summary>One card, which may be refused.</summary>
    public Task<Outcome<Answer>> TryCreate(VaultHost at) => Create(ObjectId.New("pm", Tenant.MerchantId, TestCards.Now), at);

    public async Task AllCharge(string[] ids, VaultHost? at = null)
    {
        foreach (var id in ids)
        {
            Assert.Equal("4242424242424242", Open(await Use(at ?? host, id)).Number.Reveal());
        }
    }

    public Task<Outcome<UsableCard>> Use(VaultHost at, string id) =>
        at.Grains.GetGrain<ICardTokenGrain>(id).Use(new UseCardToken { Tenant = Tenant, Consumer = "pi_1", UseId = "ch_1", Purpose = CardAccessPurpose.Payment }, default);

    public CardInput Open(Outcome<UsableCard> used) =>
        new SealedCards(host.Keys.ApiSecrets.TransportKeys).Open(used.Value!.Card, Tenant.MerchantId, "ch_1");

    public CreateCardToken ToCreate(string id, CardSealer sealer) => new()
    {
        Tenant = Tenant,
        Card = sealer.Seal(TestCards.Card(year: 2034, name: null), Tenant.MerchantId, id),
        Billing = BillingDetails.None,
        Reusable = true,
        Request = RequestInfo.None,
    };

    private Task<Outcome<Answer>> Create(string id, VaultHost at) =>
        at.Grains.GetGrain<ICardTokenGrain>(id).Create(ToCreate(id, new CardSealer(host.Keys.ApiSecrets.TransportKeys)), default);
}
