using Orleans.Concurrency;
using PayGate.PaymentIntents;

namespace PayGate.CardTokens;

/// <summary>
/// One handle of a stored card, keyed <c>pm_…</c> or <c>tok_…</c>. It owns the encrypted fields; the CVC lives in the activation's memory only, until its first
/// use or for ten minutes. Commands of another merchant or mode are answered as if the handle did not exist. A storage fault throws and its outcome may be
/// unknown; a repeat finds out. Named test methods have no handle: they never come here.
/// </summary>
[Alias("paygate.ICardTokenGrain")]
public interface ICardTokenGrain : IGrainWithStringKey
{
    /// <summary>Code of the refusal that says: the bank did not answer, or too late for the customer's word; nothing has changed.</summary>
    const string BankUnavailable = "bank_unavailable";

    /// <summary>
    /// Checks the card again, encrypts it, and commits handle, vault entry and answer at once. Refuses what <see cref="Cards.CardRules"/> refuses
    /// and <see cref="IPaymentIntentGrain.RequestSeenBefore"/> when the idempotency key is taken. A second creation under one id is a bug and throws.
    /// </summary>
    /// <exception cref="Cards.SealedCardException">The card was sealed for another merchant or handle.</exception>
    [Alias("create")]
    Task<Outcome<Answer>> Create(CreateCardToken command, CancellationToken cancellationToken);

    /// <summary>
    /// The same for a card that its consumer uses at once: one commit, which records the use, and the card, sealed for the bank operation that <paramref name="use"/>
    /// names. Its CVC goes with it and is not kept.
    /// </summary>
    /// <exception cref="Cards.SealedCardException">The card was sealed for another merchant or handle.</exception>
    [Alias("create-used")]
    Task<Outcome<UsableCard>> CreateUsed(CreateCardToken command, FirstUse use, CancellationToken cancellationToken);

    /// <summary>
    /// The card, sealed for one bank operation. Use and first consumer of a single-use handle are committed before this returns; the same consumer may repeat.
    /// Refuses resource_missing, token_expired, token_revoked, token_already_used.
    /// </summary>
    [Alias("use")]
    Task<Outcome<UsableCard>> Use(UseCardToken command, CancellationToken cancellationToken);

    /// <summary>
    /// Verifies the card at the bank with an authorization of 0, unless a setup has done so, then commits that it is the customer's: reusable from then on, and nobody else's. A decline is an
    /// answer with status 402 and leaves the handle as it was; a bank that does not answer is refused as bank_unavailable, and nothing has changed. The same
    /// customer may repeat. Refuses resource_missing, token_expired, token_revoked, and payment_method_unexpected_state for a handle that was used by a payment
    /// or is another customer's.
    /// </summary>
    [Alias("attach")]
    Task<Outcome<Answer>> Attach(AttachCardToken command, CancellationToken cancellationToken);

    /// <summary>
    /// Verifies the card as <see cref="Attach"/> does, for a customer that does not exist yet, and commits that the handle waits for it: nobody else can use or attach it
    /// from then on, and the same customer may repeat. Refuses what <see cref="Attach"/> refuses.
    /// </summary>
    [Alias("pledge")]
    Task<Outcome<CardPledge>> Pledge(PledgeCardToken command, CancellationToken cancellationToken);

    /// <summary>Takes the saved card from its customer and erases it. Refuses resource_missing, and payment_method_unexpected_state when it is not the customer's.</summary>
    [Alias("detach")]
    Task<Outcome<Answer>> Detach(DetachCardToken command, CancellationToken cancellationToken);

    /// <summary>
    /// Changes billing details, metadata and allow_redisplay of a saved card. Refuses resource_missing, token_expired, token_revoked,
    /// payment_method_unexpected_state for a handle that is no customer's, and parameter_too_long for more than 50 metadata keys.
    /// </summary>
    [Alias("update")]
    Task<Outcome<Answer>> Update(UpdateCardToken command, CancellationToken cancellationToken);

    /// <summary>Takes the handle back for good and erases the card from it. Repeats are harmless. Refuses resource_missing.</summary>
    [Alias("revoke")]
    Task<Outcome<CardToken>> Revoke(Tenant tenant, CancellationToken cancellationToken);

    /// <summary>
    /// Encrypts the card anew under the active version of the merchant's key; harmless when it is, or when the card is erased. Nobody is told, and the card stays what it is.
    /// </summary>
    [Alias("rewrap")]
    Task Rewrap(CancellationToken cancellationToken);

    /// <summary>Does what became due: an unused single-use handle lapses. Harmless when nothing is.</summary>
    [Alias("wake")]
    Task Wake(CancellationToken cancellationToken);

    /// <summary>
    /// The last committed state with its holder's name, which is decrypted if need be; that is committed before this returns. Null if the handle does not exist or is
    /// another tenant's.
    /// </summary>
    /// <param name="tenant">Who asks.</param>
    /// <param name="requestId">Goes on record: the request that asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("show")]
    Task<CardToken?> Show(Tenant tenant, string? requestId, CancellationToken cancellationToken);

    /// <summary>
    /// The last committed state, without the holder's name where that would have to be decrypted (<see cref="CardToken.HolderHidden"/>); null if the handle does not
    /// exist. The caller compares the tenant.
    /// </summary>
    [Alias("get"), ReadOnly, AlwaysInterleave]
    Task<CardToken?> Get(CancellationToken cancellationToken);
}
