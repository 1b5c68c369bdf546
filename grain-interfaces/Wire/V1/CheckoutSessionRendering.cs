using PayGate.CheckoutSessions;
using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>A checkout session as its public objects. Pure.</summary>
public static class CheckoutSessionRendering
{
    public static CheckoutSessionResource ToResource(this CheckoutSession session) => new()
    {
        Id = session.Id,
        AmountSubtotal = session.Amount.MinorUnits,
        AmountTotal = session.Amount.MinorUnits,
        CancelUrl = session.Details.CancelUrl,
        ClientReferenceId = session.Details.ClientReferenceId,
        Created = session.Created.ToUnixTimeSeconds(),
        Currency = session.Amount.Currency.Code,
        Customer = session.Details.Customer,
        CustomerDetails = session.Details.CustomerEmail is { } email ? new SessionCustomerResource { Email = email } : null,
        CustomerEmail = session.Details.CustomerEmail,
        ExpiresAt = session.ExpiresAt.ToUnixTimeSeconds(),
        Livemode = session.Tenant.Livemode,
        Locale = session.Details.Locale,
        Metadata = session.Details.Metadata,
        OrderId = session.Details.OrderId,
        PaymentIntent = session.PaymentIntentId,
        PaymentLink = session.Details.PaymentLink,
        PaymentStatus = session.Paid ? "paid" : "unpaid",
        Status = PaymentIntentRendering.Word(session.Status),
        SubmitType = session.Details.SubmitType,
        SuccessUrl = session.Details.SuccessUrl,
        TotalDetails = new SessionTotalsResource(),
    };

    public static LineItemResource ToResource(this SessionLine line) => new()
    {
        Id = line.Id,
        AmountSubtotal = line.Amount.MinorUnits,
        AmountTotal = line.Amount.MinorUnits,
        Currency = line.UnitAmount.Currency.Code,
        Description = line.Name,
        ProductDescription = line.Description,
        Quantity = line.Quantity,
        UnitAmount = line.UnitAmount.MinorUnits,
    };

    /// <summary>Open sessions say where the customer pays; the secret at the end of it is completed by the API.</summary>
    public static Answer ToAnswer(this CheckoutSession session) => new()
    {
        Status = 200,
        Body = WireJson.Write(session.ToResource() with { Url = session.PageUrl(session.PaymentIntentId + PaymentIntentRendering.SecretInfix) }),
    };

    /// <summary>Where the customer of an open session pays, or null.</summary>
    public static string? PageUrl(this CheckoutSession session, string clientSecret) =>
        session.Status == CheckoutSessionStatus.Open ? $"{session.Details.PageUrl}#{clientSecret}" : null;
}
