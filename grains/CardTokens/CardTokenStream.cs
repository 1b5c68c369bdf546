using PayGate.Grains.Journal;
using PayGate.Grains.Keys;

namespace PayGate.Grains.CardTokens;

/// <summary>How a handle is read, changed and written. The holder's name is decrypted when a handle is read, because it is shown.</summary>
internal sealed class CardTokenStream(ICardVault vault) : IStream<CardTokenState, CardTokenEvent>
{
    public StreamKind Kind => StreamKind.CardToken;

    public async ValueTask<CardTokenState> Read(byte[] stored, CancellationToken cancellationToken)
    {
        var state = CardTokenStorage.Read(stored);
        if (state.Card is not { Holder: not null } card)
        {
            return state;
        }

        var name = await Holder(card, state.Owner, cancellationToken);
        return state with { Token = state.Token with { Billing = state.Token.Billing with { Name = name } } };
    }

    /// <summary>A handle can be looked at, and revoked, although its card is gone for ever.</summary>
    private async ValueTask<string?> Holder(EncryptedCard card, CardOwner owner, CancellationToken cancellationToken)
    {
        try
        {
            return await vault.DecryptHolder(card, owner, cancellationToken);
        }
        catch (MerchantErasedException)
        {
            return null;
        }
    }

    public CardTokenState Apply(CardTokenState? state, CardTokenEvent fact) => CardTokenDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(CardTokenEvent fact) => CardTokenStorage.WriteFact(fact);

    public JournalCommit Commit(CardTokenState next, IReadOnlyList<CardTokenEvent> facts, JournalFrame frame) => new()
    {
        Head = Head(next, frame),
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
        Index =
        [
            .. facts[0] is CardTokenCreated created ? [Entry(next, created)] : Array.Empty<IndexRow>(),
            .. frame.DetailsOf(facts, CardTokenStorage.WriteDetails),
        ],
    };

    private static CardTokenRow Head(CardTokenState next, JournalFrame frame) => new()
    {
        Id = frame.Id,
        MerchantId = next.Token.Tenant.MerchantId,
        Version = frame.Last.Seq,
        HeadHash = frame.Last.Hash,
        State = CardTokenStorage.Write(next),
        DueAt = next.IsUnused ? next.Token.ExpiresAt : null,
        Livemode = next.Token.Tenant.Livemode,
        Status = next.Token.Status.ToString().ToLowerInvariant(),
        Reusable = next.Token.Reusable,
        Consumer = next.Token.Consumer,
        CustomerId = next.Token.Customer,
        Fingerprint = next.Fingerprint,
        KeyVersion = next.Card?.KeyVersion,
        NumberNonce = next.Card?.Number.Nonce,
        ExpiryNonce = next.Card?.Expiry.Nonce,
        HolderNonce = next.Card?.Holder?.Nonce,
        Created = next.Token.Created,
    };

    private static VaultEntryRow Entry(CardTokenState next, CardTokenCreated created) => new()
    {
        Id = next.Token.Id,
        MerchantId = created.MerchantId,
        Livemode = created.Livemode,
        Fingerprint = next.Fingerprint,
        Created = created.At,
    };
}
