using System.Collections.Immutable;
using PayGate.CardTokens;
using static PayGate.CardTokens.CardTokenStatus;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.CardTokens.CardTokenEvent>>;

namespace PayGate.Grains.CardTokens;

/// <summary>
/// The rules of a handle, pure: (state, command, now) to facts or a refusal. No facts means that nothing is left to do. The table of legal moves in this
/// folder's README is compared with it by a test.
/// </summary>
public static class CardTokenDecider
{
    private static readonly Decision Nothing = ImmutableArray<CardTokenEvent>.Empty;

    public static Decision Decide(CardTokenState? state, CardTokenCommand command, DateTimeOffset now) => (state?.Token, command) switch
    {
        (null, StoreCard store) => Facts(Created(store, now)),
        (null, _) => CardTokenRefusals.NoSuchToken,
        ({ } token, _) when token.Tenant != command.Tenant => CardTokenRefusals.NoSuchToken,
        (_, StoreCard) => throw new InvalidOperationException("A handle is created once: its id is new at each request."),

        (_, UseCard or PassTime) when state!.HasLapsed(now) => command is PassTime ? Facts(new CardTokenExpired { At = now }) : CardTokenRefusals.Expired,
        ({ Status: Expired }, UseCard) => CardTokenRefusals.Expired,
        ({ Status: Revoked }, UseCard) => CardTokenRefusals.Revoked,
        ({ Reusable: true }, UseCard) => Nothing,
        ({ Status: Active }, UseCard use) => Facts(new CardTokenUsed { Consumer = use.Consumer, At = now }),
        ({ Status: Used } token, UseCard use) => token.Consumer == use.Consumer ? Nothing : CardTokenRefusals.AlreadyUsed,

        ({ Status: Active or Used }, RevokeCard) => Facts(new CardTokenRevoked { At = now }),
        ({ Status: Expired or Revoked }, RevokeCard) => Nothing,
        (_, PassTime) => Nothing,
        _ => throw new InvalidOperationException($"The rules of a card token do not know {command.GetType().Name}."),
    };

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static CardTokenState Apply(CardTokenState? state, CardTokenEvent fact) => (state, fact) switch
    {
        (null, CardTokenCreated created) => Opened(created),
        ({ } known, CardTokenUsed used) => known with { Token = known.Token with { Status = Used, Consumer = used.Consumer } },
        ({ } known, CardTokenExpired) => Erased(known, Expired),
        ({ } known, CardTokenRevoked) => Erased(known, Revoked),
        _ => throw new InvalidOperationException($"A card token's stream does not know the fact {fact.GetType().Name} here."),
    };

    private static Decision Facts(CardTokenEvent fact) => ImmutableArray.Create(fact);

    private static CardTokenCreated Created(StoreCard store, DateTimeOffset now) => new()
    {
        Id = store.Id,
        MerchantId = store.Tenant.MerchantId,
        Livemode = store.Tenant.Livemode,
        Card = store.Display,
        Reusable = store.Reusable,
        CvcGiven = store.CvcGiven,
        KeyVersion = store.New.Card.KeyVersion,
        Consumer = store.Reusable ? null : store.Consumer,
        ExpiresAt = store.Reusable || store.Consumer is not null ? null : now + CardToken.UnusedLifetime,
        New = store.New,
        At = now,
    };

    private static CardTokenState Opened(CardTokenCreated created)
    {
        var content = created.New ?? throw new InvalidOperationException("A stored fact carries no card; states are read from the head row.");
        return new CardTokenState
        {
            Token = new CardToken
            {
                Id = created.Id,
                Tenant = new() { MerchantId = created.MerchantId, Livemode = created.Livemode },
                Status = created.Consumer is null ? Active : Used,
                Card = created.Card,
                Billing = content.Billing,
                Metadata = content.Metadata,
                Reusable = created.Reusable,
                Consumer = created.Consumer,
                CvcGiven = created.CvcGiven,
                Created = created.At,
                ExpiresAt = created.ExpiresAt,
            },
            Card = content.Card,
            Fingerprint = content.Fingerprint,
        };
    }

    private static CardTokenState Erased(CardTokenState state, CardTokenStatus status) =>
        state with { Card = null, Token = state.Token with { Status = status, Billing = state.Token.Billing with { Name = null } } };
}
