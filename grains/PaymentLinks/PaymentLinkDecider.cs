using System.Collections.Immutable;
using PayGate.CheckoutSessions;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentLinks;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.PaymentLinks.PaymentLinkEvent>>;

namespace PayGate.Grains.PaymentLinks;

/// <summary>The rules of a link, pure: what a command makes of it, and what facts make of it.</summary>
public static class PaymentLinkDecider
{
    private static readonly Refusal NoSuchLink = new("resource_missing", "No such payment_link.", "id");

    /// <summary>A link is created once: its id is new at each request.</summary>
    public static Decision Create(string id, CreatePaymentLink asked, DateTimeOffset now) =>
        AmountLimits.Refuse(CheckoutSession.Sum(asked.Lines)) is { } outside
            ? outside with { Param = "line_items" }
            : Fact(new LinkCreated
            {
                Id = id,
                MerchantId = asked.Tenant.MerchantId,
                Livemode = asked.Tenant.Livemode,
                Lines = asked.Lines,
                Details = asked.Details,
                Request = asked.Request,
                At = now,
            });

    public static Decision Update(PaymentLink? link, UpdatePaymentLink asked, DateTimeOffset now)
    {
        if (link is null || link.Tenant != asked.Tenant)
        {
            return NoSuchLink;
        }

        var metadata = asked.Metadata.ApplyTo(link.Details.Metadata);
        return !metadata.IsSuccess
            ? metadata.Refusal
            : Fact(new LinkUpdated
            {
                Active = asked.Active ?? link.Active,
                InactiveMessage = asked.InactiveMessage.ApplyTo(link.Details.InactiveMessage),
                Metadata = metadata.Value,
                Request = asked.Request,
                At = now,
            });
    }

    /// <summary>Total over the known facts; an unknown one throws, because skipping it would hide corruption.</summary>
    public static PaymentLink Apply(PaymentLink? state, PaymentLinkEvent fact) => (state, fact) switch
    {
        (null, LinkCreated created) => new PaymentLink
        {
            Id = created.Id,
            Tenant = new() { MerchantId = created.MerchantId, Livemode = created.Livemode },
            Created = created.At,
            Active = true,
            Lines = created.Lines,
            Details = created.Details,
        },
        ({ } link, LinkUpdated updated) => link with
        {
            Active = updated.Active,
            Details = link.Details with { InactiveMessage = updated.InactiveMessage, Metadata = updated.Metadata },
        },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow {(state is null ? "nothing" : "a link")}."),
    };

    private static Decision Fact(PaymentLinkEvent fact) => ImmutableArray.Create(fact);
}
