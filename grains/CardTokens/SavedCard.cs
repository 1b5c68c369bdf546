using System.Collections.Immutable;
using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.Grains.Acquiring;
using PayGate.Grains.Journal;
using PayGate.Grains.Keys;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.CardTokens;

/// <summary>The part of a handle's commands that makes it a customer's saved card, changes what stands beside that card, and ends it.</summary>
internal sealed class SavedCard(
    StreamBook<CardTokenState, CardTokenEvent> book, TransientCvc cvc, ICardVault vault, IAcquirer acquirer, TimeProvider clock)
{
    /// <summary>Nothing is held by a verification, so its currency means nothing; every card can be asked in this one.</summary>
    private static readonly Money Nothing = Money.Zero(Currency.Usd);

    /// <summary>
    /// The bank is asked between two looks at the state, and only an approval is decided on. A verification moves no money, so one whose answer is lost needs no
    /// settling: nothing was changed, and the request may be sent again.
    /// </summary>
    public async Task<Outcome<Answer>> Attach(AttachCardToken command, CancellationToken cancellationToken)
    {
        if (book.Current is not { } state || state.Token.Tenant != command.Tenant)
        {
            return CardTokenRefusals.NoSuchToken;
        }

        if (CardTokenDecider.AttachRefusal(state, command.CustomerId, command.SetUp, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        if (state.Token.Customer == command.CustomerId && command.SetUp is null)
        {
            return ToAnswer(await Named(command.Request.RequestId, cancellationToken), command.AsSource);
        }

        return (command.SetUp?.Answer ?? command.Pledged ?? await Verify(state, command.CustomerId, command.Request, cancellationToken)) switch
        {
            null => CardTokenRefusals.BankSilent,
            { Approved: true } approval => await Take(
                new AttachCard(command.Tenant, command.CustomerId, command.Until, approval, command.SetUp, command.Request),
                command.AsSource, cancellationToken),
            var decline => await Declined(command.Tenant, command.CustomerId, decline, command.Request, cancellationToken),
        };
    }

    /// <summary>As <see cref="Attach"/>, for a customer that does not exist yet: the card is kept for it, and attached once it does.</summary>
    public async Task<Outcome<CardPledge>> Pledge(PledgeCardToken command, CancellationToken cancellationToken)
    {
        if (book.Current is not { } state || state.Token.Tenant != command.Tenant)
        {
            return CardTokenRefusals.NoSuchToken;
        }

        if (CardTokenDecider.AttachRefusal(state, command.CustomerId, null, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        switch (await Verify(state, command.CustomerId, command.Request, cancellationToken))
        {
            case null:
                return CardTokenRefusals.BankSilent;
            case { Approved: true } approval:
                // The idempotency key belongs to the commit that has the effect, which is the customer's.
                var kept = await Change(new PledgeCard(command.Tenant, command.CustomerId), RequestInfo.None, ToAnswer, cancellationToken);
                return kept.IsSuccess ? new CardPledge { Approval = approval } : kept.Refusal;
            case var decline:
                var declined = await Declined(command.Tenant, command.CustomerId, decline, command.Request, cancellationToken);
                return declined.IsSuccess ? new CardPledge { Decline = declined.Value } : declined.Refusal;
        }
    }

    public Task<Outcome<Answer>> Detach(DetachCardToken command, CancellationToken cancellationToken) =>
        Change(new DetachCard(command.Tenant, command.CustomerId, command.Request), command.Request, ToAnswer, cancellationToken);

    /// <summary>
    /// The state with its holder's name. Where it has to be decrypted for that, it is on record before it is given; a handle whose merchant's keys were erased can be looked
    /// at, and revoked, without one.
    /// </summary>
    public async Task<CardTokenState> Named(string? requestId, CancellationToken cancellationToken)
    {
        if (book.Current is not { HidesHolder: true } state)
        {
            return book.Current!;
        }

        string? name;
        try
        {
            name = await vault.DecryptHolder(state.Card!, state.Owner, cancellationToken);
        }
        catch (MerchantErasedException)
        {
            return state;
        }

        var access = new CardAccess { Purpose = CardAccessPurpose.Holder, RequestId = requestId };
        return await Record(state.Token.Tenant, access, name, cancellationToken);
    }

    public async Task<Outcome<Answer>> Update(UpdateCardToken command, CancellationToken cancellationToken)
    {
        if (book.Current is not { } known || known.Token.Tenant != command.Tenant)
        {
            return CardTokenRefusals.NoSuchToken;
        }

        if (CardTokenDecider.ChangeRefusal(known, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        var state = await Named(command.Request.RequestId, cancellationToken);
        var metadata = (command.Metadata ?? new MetadataPatch()).ApplyTo(state.Token.Metadata);
        if (!metadata.IsSuccess)
        {
            return metadata.Refusal;
        }

        var billing = command.Billing.ApplyTo(state.Token.Billing);
        var redisplay = command.AllowRedisplay switch
        {
            null => state.Token.AllowRedisplay,
            CardTokenRendering.Unspecified => null,
            var chosen => chosen,
        };
        if (billing == state.Token.Billing && redisplay == state.Token.AllowRedisplay && IsSame(metadata.Value, state.Token.Metadata))
        {
            return ToAnswer(state, command.AsSource);
        }

        var renamed = billing.Name == state.Token.Billing.Name ? null : await Renamed(state, billing.Name, cancellationToken);
        var details = new CardTokenDetails { Billing = billing, Metadata = metadata.Value };
        var change = new ChangeCard(command.Tenant, details, redisplay, renamed, command.Request);
        return await Change(change, command.Request, next => ToAnswer(next, command.AsSource), cancellationToken);
    }

    /// <summary>The name is encrypted with the card, and no field may keep its nonce beside another that changes: all are encrypted anew.</summary>
    private async Task<EncryptedCard> Renamed(CardTokenState state, string? name, CancellationToken cancellationToken)
    {
        var card = await vault.Decrypt(state.Card!, state.Owner, cancellationToken);
        var vaulted = await vault.Encrypt(card with { Name = name is null ? null : Secret.Of(name) }, state.Owner, cancellationToken);
        return vaulted.Card;
    }

    /// <summary>The handle becomes the customer's: its events show the holder's name, so that has to be known.</summary>
    private async Task<Outcome<Answer>> Take(AttachCard attach, bool asSource, CancellationToken cancellationToken)
    {
        var named = await Named(attach.Request.RequestId, cancellationToken);
        return await Change(attach with { Holder = named.Token.Billing.Name }, attach.Request, next => ToAnswer(next, asSource), cancellationToken);
    }

    private async Task<CardTokenState> Record(Tenant tenant, CardAccess access, string? holder, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var record = new RecordAccess(tenant, access, holder);
        var recorded = await book.Change(tenant.MerchantId, now, state => CardTokenDecider.Decide(state, record, now), _ => null, cancellationToken);
        return recorded.Value!;
    }

    private async Task<BankAnswer?> Verify(CardTokenState state, string customerId, RequestInfo request, CancellationToken cancellationToken)
    {
        var token = state.Token;
        var reference = ObjectId.New("vfy", token.Tenant.MerchantId, clock.GetUtcNow());
        var card = await vault.Decrypt(state.Card!, state.Owner, cancellationToken) with { Cvc = cvc.Take(clock.GetUtcNow()) };
        var access = new CardAccess
        {
            Purpose = CardAccessPurpose.Verification,
            For = customerId,
            Reference = reference,
            RequestId = request.RequestId,
        };
        await Record(token.Tenant, access, card.Name?.Reveal(), cancellationToken);
        try
        {
            return await acquirer.Authorize(
                new AuthorizationRequest
                {
                    Reference = reference,
                    MerchantId = token.Tenant.MerchantId,
                    PaymentId = token.Id,
                    Amount = Nothing,
                    Capture = false,
                    Card = new CardSource { Card = vault.Seal(card, token.Tenant.MerchantId, reference) },
                },
                cancellationToken);
        }
        catch (OutcomeUnknownException)
        {
            // Not a failure to handle but the third outcome: the caller says so.
            return null;
        }
    }

    private Task<Outcome<Answer>> Declined(
        Tenant tenant, string customer, BankAnswer decline, RequestInfo request, CancellationToken cancellationToken) =>
        Change(new DeclineCard(tenant, customer, decline, request), request, next => ToAnswer(next, decline), cancellationToken);

    private async Task<Outcome<Answer>> Change(
        CardTokenCommand command, RequestInfo request, Func<CardTokenState, Answer> render, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changed = await book.Change(
            command.Tenant.MerchantId,
            now,
            state => CardTokenDecider.Decide(state, command, now),
            next => IdempotencyWrites.Done(request, next.Token.Id, render(next), clock),
            cancellationToken);
        return changed.IsSuccess ? render(changed.Value) : changed.Refusal;
    }

    private static bool IsSame(ImmutableSortedDictionary<string, string> one, ImmutableSortedDictionary<string, string> other) => one.SequenceEqual(other);

    private static Answer ToAnswer(CardTokenState state, bool asSource) =>
        asSource ? new() { Status = 200, Body = WireJson.Write(state.Token.ToSource()) } : ToAnswer(state);

    private static Answer ToAnswer(CardTokenState state) => new() { Status = 200, Body = CardTokenRendering.Render(state.Token) };

    private static Answer ToAnswer(CardTokenState state, BankAnswer decline) => state.Token.ToDeclineAnswer(decline);
}
