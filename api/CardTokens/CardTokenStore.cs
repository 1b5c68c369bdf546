using System.Collections.Immutable;
using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.PaymentIntents;

namespace PayGate.Api.CardTokens;

/// <summary>The API's way to the vault: seals a card for a new handle and has it stored; finds handles of a tenant.</summary>
public sealed class CardTokenStore(CardSealer sealer, IGrainFactory grains, TimeProvider clock)
{
    public const string MethodPrefix = "pm";
    public const string TokenPrefix = "tok";

    private const string TokenParam = "card[token]";
    private static readonly Refusal NoSuchToken = new("resource_missing", "No such token.", TokenParam);

    public async Task<Outcome<Answer>> Store(string prefix, NewHandle handle, Tenant tenant, RequestInfo request)
    {
        var id = ObjectId.New(prefix, tenant.MerchantId, clock.GetUtcNow());
        var content = handle.TokenId is { } tokenId
            ? await FromToken(tokenId, id, handle, tenant)
            : (sealer.Seal(handle.Card!, tenant.MerchantId, id), handle.Billing);
        if (!content.IsSuccess)
        {
            return content.Refusal;
        }

        // Both kinds serve one payment. A payment method becomes reusable when it is attached to a customer.
        return await grains.GetGrain<ICardTokenGrain>(id).Create(
            new CreateCardToken
            {
                Tenant = tenant,
                Card = content.Value.Card,
                Billing = content.Value.Billing with { Name = null },
                Metadata = handle.Metadata,
                Reusable = false,
                Request = request,
            },
            CancellationToken.None);
    }

    /// <summary>A stored handle of the tenant, or a named test method, as it is shown; null for all else.</summary>
    public async Task<CardToken?> Find(string prefix, string id, Tenant tenant, CancellationToken cancellationToken)
    {
        if (id.StartsWith(prefix, StringComparison.Ordinal) && TestMethods.TryGet(id, out var test))
        {
            return Named(id, test, tenant);
        }

        return ObjectId.IsWellFormed(prefix, id) && await grains.GetGrain<ICardTokenGrain>(id).Get(cancellationToken) is { } token && token.Tenant == tenant
            ? token
            : null;
    }

    /// <summary>Takes the card out of a single-use token for the new handle, which is its consumer.</summary>
    private async Task<Outcome<(SealedCard Card, BillingDetails Billing)>> FromToken(string tokenId, string handleId, NewHandle handle, Tenant tenant)
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
            new UseCardToken { Tenant = tenant, Consumer = handleId, UseId = handleId }, CancellationToken.None);
        return used switch
        {
            { Refusal.Code: "resource_missing" } => NoSuchToken,
            { Refusal: { } refusal } => refusal with { Param = TokenParam },
            _ => (used.Value!.Card, handle.Billing == BillingDetails.None ? used.Value.Billing : handle.Billing),
        };
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

/// <summary>What a request wants stored: a typed card, or the card of a token.</summary>
public sealed record NewHandle
{
    public CardInput? Card { get; init; }

    public string? TokenId { get; init; }

    public required BillingDetails Billing { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public override string ToString() => "NewHandle(***)";
}
