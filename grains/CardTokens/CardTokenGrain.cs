using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.Grains.Acquiring;
using PayGate.Grains.Bins;
using PayGate.Grains.Journal;
using PayGate.Grains.Keys;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.CardTokens;

/// <summary>One handle of a stored card: decides, commits once, then answers. The CVC stays in this activation.</summary>
public sealed class CardTokenGrain(IJournal journal, ICardVault vault, IAcquirer acquirer, IBins bins, TimeProvider clock) : Grain, ICardTokenGrain
{
    private const int Ok = 200;
    private readonly TransientCvc _cvc = new();
    private StreamBook<CardTokenState, CardTokenEvent> _book = null!;
    private SavedCard _saved = null!;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<CardTokenState, CardTokenEvent>(Id, new CardTokenStream(), journal);
        _saved = new SavedCard(_book, _cvc, vault, acquirer, clock);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _cvc.Wipe();
        return Task.CompletedTask;
    }

    public Task<Outcome<Answer>> Create(CreateCardToken command, CancellationToken cancellationToken) => WithCard<Answer>(async () =>
    {
        var stored = await Store(command, null, cancellationToken);
        if (!stored.IsSuccess)
        {
            return stored.Refusal;
        }

        Hold(stored.Value.Card.Cvc, clock.GetUtcNow());
        return ToAnswer(stored.Value.State);
    });

    public Task<Outcome<UsableCard>> CreateUsed(CreateCardToken command, FirstUse use, CancellationToken cancellationToken) =>
        WithCard<UsableCard>(async () =>
        {
            var access = new CardAccess { Purpose = use.Purpose, For = command.Consumer, Reference = use.UseId, RequestId = use.RequestId };
            var stored = await Store(command, access, cancellationToken);
            // What is used is rarely asked for again, and nothing waits in memory.
            DeactivateOnIdle();
            return stored.IsSuccess ? ToUsable(stored.Value.State, stored.Value.Card, use.UseId) : stored.Refusal;
        });

    public Task<Outcome<UsableCard>> Use(UseCardToken command, CancellationToken cancellationToken) => WithCard<UsableCard>(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        var access = new CardAccess { Purpose = command.Purpose, For = command.Consumer, Reference = command.UseId, RequestId = command.RequestId };
        var used = await Change(new UseCard(command.Tenant, command.Consumer, access, command.CustomerId), _ => null, cancellationToken);
        if (!used.IsSuccess)
        {
            return used.Refusal;
        }

        var card = await vault.Decrypt(used.Value.Card!, used.Value.Owner, cancellationToken);
        if (vault.IsOutdated(used.Value.Card!, used.Value.Owner))
        {
            await RewrapCard(used.Value, cancellationToken);
        }

        return ToUsable(used.Value, card with { Cvc = _cvc.Take(clock.GetUtcNow()) }, command.UseId);
    });

    public Task<Outcome<Answer>> Attach(AttachCardToken command, CancellationToken cancellationToken) =>
        Loaded(() => _saved.Attach(command, cancellationToken), cancellationToken);

    public Task<Outcome<CardPledge>> Pledge(PledgeCardToken command, CancellationToken cancellationToken) =>
        Loaded(() => _saved.Pledge(command, cancellationToken), cancellationToken);

    public Task<Outcome<Answer>> Detach(DetachCardToken command, CancellationToken cancellationToken) =>
        Loaded(() => _saved.Detach(command, cancellationToken), cancellationToken);

    public Task<Outcome<Answer>> Update(UpdateCardToken command, CancellationToken cancellationToken) =>
        Loaded(() => _saved.Update(command, cancellationToken), cancellationToken);

    public Task<Outcome<CardToken>> Revoke(Tenant tenant, CancellationToken cancellationToken) => Guarded<Outcome<CardToken>>(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        var revoked = await Change(new RevokeCard(tenant), _ => null, cancellationToken);
        if (!revoked.IsSuccess)
        {
            return revoked.Refusal;
        }

        _cvc.Wipe();
        return revoked.Value.Token;
    });

    public Task Rewrap(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current is { Card: not null } state)
        {
            await RewrapCard(state, cancellationToken);
        }

        if (!_cvc.IsHeld)
        {
            // Cards come by thousands, and few of them are needed again soon.
            DeactivateOnIdle();
        }

        return true;
    });

    public Task Wake(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return _book.Current is { } state ? await Change(new PassTime(state.Token.Tenant), _ => null, cancellationToken) : CardTokenRefusals.NoSuchToken;
    });

    public Task<CardToken?> Show(Tenant tenant, string? requestId, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return _book.Current?.Token.Tenant != tenant ? null : (await _saved.Named(requestId, cancellationToken)).Token;
    });

    public Task<CardToken?> Get(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return _book.Current is { } state ? state.Token with { HolderHidden = state.HidesHolder } : null;
    });

    private async Task RewrapCard(CardTokenState state, CancellationToken cancellationToken)
    {
        if (await vault.Rewrap(state.Card!, state.Owner, cancellationToken) is { } rewrapped)
        {
            await Change(new RewrapCard(state.Token.Tenant, state.Card!, rewrapped), _ => null, cancellationToken);
        }
    }

    private static Answer ToAnswer(CardTokenState state) => new() { Status = Ok, Body = CardTokenRendering.Render(state.Token) };

    private UsableCard ToUsable(CardTokenState state, CardInput card, string useId) => new()
    {
        Card = vault.Seal(card, state.Token.Tenant.MerchantId, useId),
        Display = state.Token.Card,
        CvcIncluded = card.Cvc is not null,
        CvcGiven = state.Token.CvcGiven,
        Billing = state.Token.Billing with { Name = card.Name?.Reveal() },
        SetUpForOffSession = state.Token.SetUpFor == VerifiedCard.OffSession,
    };

    /// <summary>Checks, encrypts and commits; the card comes back for the use that may follow.</summary>
    private async Task<Outcome<(CardTokenState State, CardInput Card)>> Store(
        CreateCardToken command, CardAccess? access, CancellationToken cancellationToken)
    {
        var card = CardRules.Validate(await vault.Open(command.Card, command.Tenant.MerchantId, Id, cancellationToken), clock.GetUtcNow(), "card");
        if (!card.IsSuccess)
        {
            return card.Refusal;
        }

        var store = await Encrypted(command, card.Value, cancellationToken) with { Access = access };
        var created = await Change(store, next => IdempotencyWrites.Done(command.Request, Id, ToAnswer(next), clock), cancellationToken);
        return created.IsSuccess ? (created.Value, card.Value) : created.Refusal;
    }

    private async Task<StoreCard> Encrypted(CreateCardToken command, CardInput card, CancellationToken cancellationToken)
    {
        var vaulted = await vault.Encrypt(card, new CardOwner(command.Tenant.MerchantId, Id, command.Tenant.Livemode), cancellationToken);
        var display = CardDisplays.Of(card, CardDisplays.ToPublicFingerprint(vaulted.Fingerprint), bins.Find(card.Number.Reveal()));
        var billing = command.Billing with { Name = card.Name?.Reveal() };
        return new StoreCard(
            command.Tenant, Id, display, command.Reusable, command.Consumer, card.Cvc is not null,
            new NewCard(vaulted.Card, vaulted.Fingerprint, billing, command.Metadata))
        {
            Request = command.Request.Claim is null ? null : command.Request,
        };
    }

    private Task<Outcome<CardTokenState>> Change(
        CardTokenCommand command, Func<CardTokenState, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return _book.Change(command.Tenant.MerchantId, now, state => CardTokenDecider.Decide(state, command, now), idempotency, cancellationToken);
    }

    private void Hold(Secret<string>? cvc, DateTimeOffset now)
    {
        if (cvc is not null)
        {
            _cvc.Hold(cvc, now);
            this.ForgetCvcInTime(_cvc.Wipe);
        }
    }

    private Task<Outcome<T>> Loaded<T>(Func<Task<Outcome<T>>> turn, CancellationToken cancellationToken) => WithCard(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return await turn();
    });

    /// <summary>A card whose merchant was erased is a refusal: nothing will ever bring it back.</summary>
    private Task<Outcome<T>> WithCard<T>(Func<Task<Outcome<T>>> turn) => Guarded(async () =>
    {
        try
        {
            return await turn();
        }
        catch (MerchantErasedException)
        {
            return CardTokenRefusals.AccountErased;
        }
    });

    private Task<T> Guarded<T>(Func<Task<T>> turn) => this.Turn(turn, () => _book.Current is not null);
}
