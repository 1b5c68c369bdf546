using PayGate.CheckoutSessions;
using PayGate.PaymentIntents;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>Folds facts into state. Total over the known facts; an unknown one throws, because skipping it would hide corruption.</summary>
public static class CheckoutSessionEvolution
{
    public static CheckoutSession Apply(CheckoutSession? state, CheckoutSessionEvent fact) => (state, fact) switch
    {
        (null, SessionCreated created) => new CheckoutSession
        {
            Id = created.Id,
            Tenant = new() { MerchantId = created.MerchantId, Livemode = created.Livemode },
            Created = created.At,
            ExpiresAt = created.ExpiresAt,
            Status = CheckoutSessionStatus.Open,
            PaymentIntentId = created.PaymentIntentId,
            Details = created.Details,
            Lines = created.Lines,
            Request = created.Request,
        },
        ({ } session, SessionUpdated updated) => session with { Details = session.Details with { Metadata = updated.Metadata } },
        ({ } session, SessionCompleted completed) => session with { Status = CheckoutSessionStatus.Complete, Paid = completed.Paid },
        ({ } session, SessionErased) => session with
        {
            Erased = true,
            Details = session.Details with { ClientReferenceId = null, CustomerEmail = null, Metadata = IntentDetails.NoMetadata },
        },
        ({ } session, SessionExpired) => session with { Status = CheckoutSessionStatus.Expired },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow {(state is null ? "nothing" : state.Status.ToString())}."),
    };
}
