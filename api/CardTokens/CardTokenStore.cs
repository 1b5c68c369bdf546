using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PayGate.Cards;
using PayGate.CardTokens;

namespace PayGate.Api.CardTokens;

/// <summary>The API's way to the vault: seals a card for a new handle and has it stored; finds handles of a tenant.</summary>
public sealed class CardTokenStore(CardSealer sealer, IGrainFactory grains, IHttpContextAccessor requests, TimeProvider clock)
{
    public const string MethodPrefix = "pm";
    public const string TokenPrefix = "tok";

    private const string TokenParam = "card[token]";
    private static readonly Refusal NoSuchToken = new("resource_missing", "No such token.", TokenParam);

    private string? RequestId => requests.HttpContext?.TraceIdentifier;

    public Task<Outcome<Answer>> Store(string prefix, NewHandle handle, Tenant tenant, RequestInfo request) =>
        StoreUnder(ObjectId.New(prefix, tenant.MerchantId, clock.GetUtcNow()), handle, tenant, request);

    /// <summary>Seals a card that came inside a payment request; the payment stores it. Null when there is none.</summary>
    public EnteredCard? Seal(CardEntry? card, Tenant tenant)
    {
        if (card is null)
        {
            return null;
        }

        var id = ObjectId.New(MethodPrefix, tenant.MerchantId, clock.GetUtcNow());
        return new EnteredCard
        {
            HandleId = id,
            Card = sealer.Seal(card.Card, tenant.MerchantId, id),
            Billing = card.Billing with { Name = null },
        };
    }

    /// <summary>A stored handle of the tenant, or a named test method, as it is shown; null for all else. Decrypting its holder's name for that goes on record.</summary>
    public async Task<CardToken?> Find(string prefix, string id, Tenant tenant, CancellationToken cancellationToken) =>
        await Know(prefix, id, tenant, cancellationToken) switch
        {
            { HolderHidden: true } => await grains.GetGrain<ICardTokenGrain>(id).Show(tenant, RequestId, cancellationToken),
            var known => known,
        };

    /// <summary>The same without the name of its holder, for who does not show it.</summary>
    public async Task<CardToken?> Know(string prefix, string id, Tenant tenant, CancellationToken cancellationToken)
    {
        if (id.StartsWith(prefix, StringComparison.Ordinal) && TestMethods.TryGet(id, out var test))
        {
            return Named(id, test, tenant);
        }

        return ObjectId.IsWellFormed(prefix, id)
            && await grains.GetGrain<ICardTokenGrain>(id).Get(cancellationToken) is { } token
            && token.Tenant == tenant
            ? token
            : null;
    }

    /// <summary>
    /// The id of a stored handle that can be made somebody's own: a named test method, which is everybody's, gives a new one. Whether a handle exists its actor says.
    /// </summary>
    public async Task<Outcome<string>> Own(string id, Tenant tenant, CancellationToken cancellationToken)
    {
        if (!id.StartsWith(MethodPrefix + "_", StringComparison.Ordinal) || !TestMethods.TryGet(id, out var test))
        {
            return MayBeOf(id, tenant) && await Know(MethodPrefix, id, tenant, cancellationToken) is not null ? id : NoSuchMethod(id);
        }

        var now = clock.GetUtcNow();
        var handle = new NewHandle { Card = test.ToCard(now), Billing = BillingDetails.None };
        return await StoreMethod(handle, tenant);
    }

    /// <summary>Stores a card under a new handle that no request has asked for by itself, and gives its id.</summary>
    public async Task<Outcome<string>> StoreMethod(NewHandle handle, Tenant tenant)
    {
        var id = ObjectId.New(MethodPrefix, tenant.MerchantId, clock.GetUtcNow());
        var stored = await StoreUnder(id, handle, tenant, RequestInfo.None);
        return stored.IsSuccess ? id : stored.Refusal;
    }

    /// <summary>False for what is no payment method's id, or was not made for the tenant.</summary>
    public static bool MayBeOf(string id, Tenant tenant) =>
        ObjectId.IsWellFormed(MethodPrefix, id) && ObjectId.MayBelongTo(id, tenant.MerchantId);

    /// <summary>A path may hold anything, a card number too: only what can be an id is repeated.</summary>
    public static Refusal NoSuchMethod(string id, string param = "id") => new(
        "resource_missing", ObjectId.IsWellFormed(MethodPrefix, id) ? $"No such PaymentMethod: '{id}'" : "No such PaymentMethod.", param);

    private async Task<Outcome<Answer>> StoreUnder(string id, NewHandle handle, Tenant tenant, RequestInfo request)
    {
        var content = handle.TokenId is { } tokenId
            ? await FromToken(tokenId, id, handle, tenant)
            : (sealer.Seal(handle.Card!, tenant.MerchantId, id), handle.Billing);
        if (!content.IsSuccess)
        {
            return content.Refusal;
        }

        return await Create(id, content.Value.Card, content.Value.Billing, tenant, request, handle.Metadata);
    }

    /// <summary>Takes the card out of a single-use token for the new handle, which is its consumer.</summary>
    private async Task<Outcome<(SealedCard Card, BillingDetails Billing)>> FromToken(
        string tokenId, string handleId, NewHandle handle, Tenant tenant)
    {
        if (TestMethods.TryGet(tokenId, out var test))
        {
            return (sealer.Seal(test.ToCard(clock.GetUtcNow()), tenant.MerchantId, handleId), handle.Billing);
        }

        if (!ObjectId.IsWellFormed(TokenPrefix, tokenId))
        {
            return NoSuchToken;
        }

        var used = await grains.GetGrain<ICardTokenGrain>(tokenId).Use(
            new UseCardToken
            {
                Tenant = tenant,
                Consumer = handleId,
                UseId = handleId,
                Purpose = CardAccessPurpose.Exchange,
                RequestId = RequestId,
            },
            CancellationToken.None);
        return used switch
        {
            { Refusal.Code: "resource_missing" } => NoSuchToken,
            { Refusal: { } refusal } => refusal with { Param = TokenParam },
            _ => (used.Value!.Card, handle.Billing == BillingDetails.None ? used.Value.Billing : handle.Billing),
        };
    }

    /// <summary>All handles serve one payment. A payment method becomes reusable when it is attached to a customer.</summary>
    private Task<Outcome<Answer>> Create(
        string id,
        SealedCard card,
        BillingDetails billing,
        Tenant tenant,
        RequestInfo request,
        ImmutableSortedDictionary<string, string> metadata)
    {
        var create = new CreateCardToken
        {
            Tenant = tenant,
            Card = card,
            Billing = billing with { Name = null },
            Metadata = metadata,
            Reusable = false,
            Request = request,
        };
        return grains.GetGrain<ICardTokenGrain>(id).Create(create, CancellationToken.None);
    }

    private CardToken Named(string id, TestMethod test, Tenant tenant)
    {
        var now = clock.GetUtcNow();
        return new CardToken
        {
            Id = id,
            Tenant = tenant,
            Status = CardTokenStatus.Active,
            Card = test.ToDisplay(now),
            Billing = BillingDetails.None,
            Reusable = true,
            CvcGiven = true,
            Created = now,
        };
    }
}
