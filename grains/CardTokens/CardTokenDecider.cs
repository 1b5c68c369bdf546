using System.Collections.Immutable;
using PayGate.CardTokens;
using PayGate.PaymentIntents;
using static PayGate.CardTokens.CardTokenStatus;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.CardTokens.CardTokenEvent>>;

namespace PayGate.Grains.CardTokens;

/// <summary>
/// The rules of a handle, pure: (state, command, now) to facts or a refusal. No facts means that nothing is left to do. The table of legal moves in this
/// folder's README is compared with it by a test.
/// </summary>
public static class CardTokenDecider
{
    /// <summary>A handle that a setup has used is spent for payments, and may still be saved. One that a payment has used is saved by that payment or never.</summary>
    private const string SetupPrefix = "seti_";

    private static readonly Decision Nothing = ImmutableArray<CardTokenEvent>.Empty;

    public static Decision Decide(CardTokenState? state, CardTokenCommand command, DateTimeOffset now) => (state?.Token, command) switch
    {
        (null, StoreCard store) => Facts(Created(store, now)),
        (null, _) => CardTokenRefusals.NoSuchToken,
        ({ } token, _) when token.Tenant != command.Tenant => CardTokenRefusals.NoSuchToken,
        ({ Erased: true }, EraseCard) => Nothing,
        // Another's saved card by now: a payment of the erased customer may have named it before.
        ({ Customer: { } owner }, EraseCard erase) when owner != erase.Customer => Nothing,
        (_, EraseCard) => Facts(new CardTokenErased { At = now }),
        (_, StoreCard) => throw new InvalidOperationException("A handle is created once: its id is new at each request."),

        (_, UseCard or PassTime) when state!.HasLapsed(now) => command is PassTime ? Facts(new CardTokenExpired { At = now }) : CardTokenRefusals.Expired,
        ({ Status: Expired }, UseCard) => CardTokenRefusals.Expired,
        ({ Status: Revoked }, UseCard) => CardTokenRefusals.Revoked,
        ({ Customer: { } owner }, UseCard use) when use.Customer != owner => CardTokenRefusals.OtherCustomers,
        ({ Reusable: true }, UseCard use) => Facts(new CardTokenAccessed { Access = use.Access, At = now }),
        ({ Status: Active }, UseCard use) => Facts(new CardTokenUsed { Consumer = use.Consumer, Access = use.Access, At = now }),
        ({ Status: Used } token, UseCard use) =>
            token.Consumer == use.Consumer ? Facts(new CardTokenAccessed { Access = use.Access, At = now }) : CardTokenRefusals.AlreadyUsed,
        (_, RecordAccess record) => state!.Card is null ? Nothing : Facts(new CardTokenAccessed { Access = record.Access, Holder = record.Holder, At = now }),

        (_, PledgeCard pledge) when AttachRefusal(state!, pledge.Customer, null, now) is { } refusal => refusal,
        ({ } token, PledgeCard pledge) => token.Reusable || token.Consumer == pledge.Customer
            ? Nothing
            : Facts(new CardTokenUsed { Consumer = pledge.Customer, At = now }),
        ({ } token, AttachCard attach) when token.Customer == attach.Customer =>
            attach.SetUp is { } setUp && setUp.Usage != token.SetUpFor ? Facts(SetUp(setUp, now)) : Nothing,
        (_, AttachCard attach) => AttachRefusal(state!, attach.Customer, attach.SetUp, now) is { } refusal ? refusal
            : now > attach.Until ? CardTokenRefusals.BankSilent
            : attach.SetUp is { } verified ? Facts(Attached(state!.Token, attach, now), SetUp(verified, now))
            : Facts(Attached(state!.Token, attach, now)),
        (_, DeclineCard decline) => Facts(new CardTokenDeclined
        {
            Customer = decline.Customer,
            Verification = decline.Verification,
            Request = decline.Request,
            At = now,
        }),
        ({ Customer: { } owner }, DetachCard detach) when owner == detach.Customer =>
            Facts(new CardTokenDetached { Customer = owner, Request = detach.Request, At = now }),
        (_, DetachCard) => CardTokenRefusals.NotAttached,
        (_, ChangeCard change) => ChangeRefusal(state!, now) is { } refusal ? refusal : Facts(new CardTokenUpdated
        {
            AllowRedisplay = change.AllowRedisplay,
            Details = change.Details,
            Renamed = change.Renamed,
            Request = change.Request,
            Access = change.Renamed is null ? null : Access(CardAccessPurpose.Rename, change.Request),
            At = now,
        }),

        (_, RewrapCard rewrap) => state!.Card is { } card && card.Number.Nonce.AsSpan().SequenceEqual(rewrap.From.Number.Nonce)
            ? Facts(new CardTokenRewrapped { KeyVersion = rewrap.To.KeyVersion, Card = rewrap.To, Access = Access(CardAccessPurpose.Rewrap, RequestInfo.None), At = now })
            : Nothing,
        ({ Status: Active or Used }, RevokeCard) => Facts(new CardTokenRevoked { At = now }),
        ({ Status: Expired or Revoked }, RevokeCard) => Nothing,
        (_, PassTime) => Nothing,
        _ => throw new InvalidOperationException($"The rules of a card token do not know {command.GetType().Name}."),
    };

    /// <summary>Why a customer cannot have the card, or null; asked before the bank is.</summary>
    internal static Refusal? AttachRefusal(CardTokenState state, string customer, VerifiedCard? setUp, DateTimeOffset now) => state.Token switch
    {
        _ when state.HasLapsed(now) => CardTokenRefusals.Expired,
        { Status: Expired } => CardTokenRefusals.Expired,
        { Status: Revoked } => CardTokenRefusals.Revoked,
        { Customer: { } owner } when owner != customer => CardTokenRefusals.OtherCustomers,
        { Status: Used, Consumer: { } consumer } when consumer != setUp?.By && consumer != customer && !consumer.StartsWith(SetupPrefix, StringComparison.Ordinal) =>
            CardTokenRefusals.WasUsed,
        _ => null,
    };

    /// <summary>Why what stands beside the card cannot be changed, or null; asked before a card is encrypted anew.</summary>
    internal static Refusal? ChangeRefusal(CardTokenState state, DateTimeOffset now) => state.Token switch
    {
        _ when state.HasLapsed(now) => CardTokenRefusals.Expired,
        { Status: Expired } => CardTokenRefusals.Expired,
        { Status: Revoked } => CardTokenRefusals.Revoked,
        { Customer: null } => CardTokenRefusals.NotAttached,
        _ => null,
    };

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static CardTokenState Apply(CardTokenState? state, CardTokenEvent fact) => (state, fact) switch
    {
        (null, CardTokenCreated { New: { } content }) => new CardTokenState
        {
            Token = CardTokenEvolution.Apply(null, fact),
            Card = content.Card,
            Fingerprint = content.Fingerprint,
        },
        (null, CardTokenCreated) => throw new InvalidOperationException("A stored fact carries no card; states are read from the head row."),
        ({ } known, _) => known with
        {
            Token = CardTokenEvolution.Apply(known.Token, fact),
            Fingerprint = fact is CardTokenErased ? CardTokenState.NoFingerprint : known.Fingerprint,
            Card = fact switch
            {
                CardTokenExpired or CardTokenRevoked or CardTokenDetached or CardTokenErased => null,
                CardTokenUpdated { Renamed: { } renamed } => renamed,
                CardTokenRewrapped rewrapped => rewrapped.Card ?? throw new InvalidOperationException("A stored fact carries no card; states are read from the head row."),
                _ => known.Card,
            },
        },
        _ => throw new InvalidOperationException($"A card token's stream does not know the fact {fact.GetType().Name} here."),
    };

    private static CardAccess Access(string purpose, RequestInfo request) => new() { Purpose = purpose, RequestId = request.RequestId };

    private static Decision Facts(params ReadOnlySpan<CardTokenEvent> facts) => ImmutableArray.Create(facts);

    private static CardTokenSetUp SetUp(VerifiedCard verified, DateTimeOffset now) =>
        verified.By.StartsWith(SetupPrefix, StringComparison.Ordinal)
            ? new() { SetupIntent = verified.By, Usage = verified.Usage, At = now }
            : new() { PaymentIntent = verified.By, Usage = verified.Usage, At = now };

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
        Request = store.Request,
        New = store.New,
        Access = store.Access,
        At = now,
    };

    private static CardTokenAttached Attached(CardToken token, AttachCard attach, DateTimeOffset now) => new()
    {
        Customer = attach.Customer,
        Verification = attach.Verification,
        Request = attach.Request,
        Details = new CardTokenDetails { Billing = token.Billing with { Name = attach.Holder ?? token.Billing.Name }, Metadata = token.Metadata },
        At = now,
    };
}
