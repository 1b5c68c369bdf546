using PayGate.CardTokens;
using PayGate.PaymentIntents;
using static PayGate.CardTokens.CardTokenStatus;

namespace PayGate.Grains.CardTokens;

/// <summary>Folds facts into what is shown of a handle. Total over all facts; an unknown one throws, because skipping it would hide corruption.</summary>
public static class CardTokenEvolution
{
    public static CardToken Apply(CardToken? token, CardTokenEvent fact) =>
        Changed(token, fact) is var next && fact.Access is { } access && CardAccessPurpose.IsUse(access.Purpose)
            ? next with { UseCount = next.UseCount + 1, LastUsed = fact.At }
            : next;

    private static CardToken Changed(CardToken? token, CardTokenEvent fact) => (token, fact) switch
    {
        (null, CardTokenCreated created) => Opened(created),
        ({ } known, CardTokenUsed used) => known with { Status = Used, Consumer = used.Consumer },
        ({ } known, CardTokenAccessed { Holder: { } holder }) => known with { Billing = known.Billing with { Name = holder } },
        ({ } known, CardTokenAccessed) => known,
        ({ } known, CardTokenAttached attached) => Detailed(known, attached.Details) with
        {
            Status = Active,
            Reusable = true,
            Consumer = null,
            ExpiresAt = null,
            Customer = attached.Customer,
            CvcResult = attached.Verification.CvcResult,
        },
        ({ } known, CardTokenSetUp setUp) => known with { SetUpFor = setUp.Usage },
        ({ } known, CardTokenDeclined or CardTokenRewrapped) => known,
        ({ } known, CardTokenUpdated updated) => Detailed(known, updated.Details) with { AllowRedisplay = updated.AllowRedisplay },
        ({ } known, CardTokenDetached detached) => Erased(known, Revoked) with { Customer = null, DetachedFrom = detached.Customer },
        ({ } known, CardTokenErased) => Erased(known, known.Status == Expired ? Expired : Revoked) with
        {
            Erased = true,
            Billing = BillingDetails.None,
            Metadata = IntentDetails.NoMetadata,
            Card = known.Card with { Fingerprint = null },
            Customer = null,
            DetachedFrom = null,
        },
        ({ } known, CardTokenExpired) => Erased(known, Expired),
        ({ } known, CardTokenRevoked) => Erased(known, Revoked) with { Customer = null },
        _ => throw new InvalidOperationException($"A card token's stream does not know the fact {fact.GetType().Name} here."),
    };

    private static CardToken Opened(CardTokenCreated created) => new()
    {
        Id = created.Id,
        Tenant = new() { MerchantId = created.MerchantId, Livemode = created.Livemode },
        Status = created.Consumer is null ? Active : Used,
        Card = created.Card,
        Billing = created.New?.Billing ?? BillingDetails.None,
        Metadata = created.New?.Metadata ?? IntentDetails.NoMetadata,
        Reusable = created.Reusable,
        Consumer = created.Consumer,
        CvcGiven = created.CvcGiven,
        Created = created.At,
        ExpiresAt = created.ExpiresAt,
    };

    private static CardToken Detailed(CardToken token, CardTokenDetails? details) =>
        details is null ? token : token with { Billing = details.Billing, Metadata = details.Metadata };

    private static CardToken Erased(CardToken token, CardTokenStatus status) =>
        token with { Status = status, Billing = token.Billing with { Name = null } };
}
