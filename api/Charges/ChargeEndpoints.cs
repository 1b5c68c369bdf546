using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Queries;

namespace PayGate.Api.Charges;

/// <summary>The routes of <c>/v1/charges</c>: attempts are made through payment intents and read here.</summary>
public static class ChargeEndpoints
{
    public static void MapCharges(this IEndpointRouteBuilder routes) => routes
        .MapResource("charges", "Charges", "Attempts of payments at the bank.")
        .MapPaymentObjects<PaymentListParams, ChargeResource>(
            PaymentKind.Charge, new("charges", "Charge", "charge"), "charges:read", Render);

    private static ChargeResource Render(FoundPayment found, Expansion expansion) =>
        found.Payment.ToChargeResource(found.Payment.Attempts.Single(attempt => attempt.ChargeId == found.ObjectId), expansion);
}
