using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.Wire.V1;

namespace PayGate.Api.Charges;

/// <summary>The routes of <c>/v1/charges</c>: attempts are made through payment intents and read here.</summary>
public static class ChargeEndpoints
{
    public static IEndpointRouteBuilder MapCharges(this IEndpointRouteBuilder routes)
    {
        var charges = routes.MapGroup("/v1/charges").WithTags("Charges");
        charges.MapGet("", List).RequireSecretKey("charges:read");
        charges.MapGet("/{id}", Retrieve).RequireSecretKey("charges:read");
        return routes;
    }

    internal static Task<IResult> Retrieve(string id, HttpContext context, PaymentReader payments) =>
        PaymentObjects.Retrieve(PaymentQueries.Kind.Charge, id, context, payments, Resource);

    internal static Task<IResult> List(HttpContext context, PaymentQueries queries) =>
        PaymentObjects.List(PaymentQueries.Kind.Charge, "/v1/charges", context, queries, Resource);

    private static ChargeResource Resource(PaymentQueries.Found found, Expansion expansion) =>
        found.Payment.ToChargeResource(found.Payment.Attempts.Single(attempt => attempt.ChargeId == found.ObjectId), expansion);
}
