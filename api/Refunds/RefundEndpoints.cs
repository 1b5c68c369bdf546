using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Api.Refunds;

/// <summary>The routes of <c>/v1/refunds</c>.</summary>
public static class RefundEndpoints
{
    public static IEndpointRouteBuilder MapRefunds(this IEndpointRouteBuilder routes)
    {
        var refunds = routes.MapGroup("/v1/refunds").WithTags("Refunds");
        refunds.MapPost("", Create).RequireSecretKey("refunds:write");
        refunds.MapGet("", List).RequireSecretKey("refunds:read");
        refunds.MapGet("/{id}", Retrieve).RequireSecretKey("refunds:read");
        return routes;
    }

    internal static async Task<IResult> Create(
        HttpContext context, CommandRunner runner, PaymentReader payments, IGrainFactory grains, TimeProvider clock)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var parameters = read.Value.Bind();
        var paymentId = parameters.OptionalString("payment_intent", 255);
        var chargeId = parameters.OptionalString("charge", 255);
        var amount = parameters.OptionalInteger("amount", minimum: 1);
        var reason = parameters.OptionalEnum("reason", "duplicate", "fraudulent", "requested_by_customer");
        var metadata = CreateParams.ReadMetadata(parameters);
        var expand = parameters.Expand();
        if (paymentId is null == chargeId is null)
        {
            parameters.Refuse("payment_intent", "parameter_missing", "Give either payment_intent or charge.");
        }

        var refusal = parameters.Refusal();
        if (refusal is null && chargeId is not null)
        {
            var payment = (await payments.Find(PaymentQueries.Kind.Charge, chargeId, context))?.Payment;
            paymentId = payment?.Id;
            refusal = payment is null ? NoSuch("charge", chargeId) : RefuseUnpaid(payment, chargeId);
        }
        else if (refusal is null)
        {
            refusal = await payments.FindPayment(paymentId!, context) is null ? NoSuch("payment_intent", paymentId!) : null;
        }

        var tenant = context.Tenant();
        return await runner.Run(context, read.Value, expand, refusal, request => grains.GetGrain<IPaymentIntentGrain>(paymentId!).Refund(
            new RefundPayment
            {
                Tenant = tenant,
                RefundId = ObjectId.New("re", tenant.MerchantId, clock.GetUtcNow()),
                Amount = amount,
                Reason = reason,
                Metadata = metadata,
                Request = request,
            },
            CancellationToken.None));
    }

    internal static Task<IResult> Retrieve(string id, HttpContext context, PaymentReader payments) =>
        PaymentObjects.Retrieve(PaymentQueries.Kind.Refund, id, context, payments, Resource);

    internal static Task<IResult> List(HttpContext context, PaymentQueries queries) =>
        PaymentObjects.List(PaymentQueries.Kind.Refund, "/v1/refunds", context, queries, Resource);

    /// <summary>A payment may have failed charges before the one that was paid; they took nothing, and that is final.</summary>
    private static Refusal? RefuseUnpaid(PaymentIntent payment, string chargeId) =>
        payment.Attempts.Single(attempt => attempt.ChargeId == chargeId).Status is AttemptStatus.Declined or AttemptStatus.Failed
            ? new Refusal("payment_intent_unexpected_state", $"Charge {chargeId} failed, so there is nothing to refund.", "charge")
            : null;

    private static RefundResource Resource(PaymentQueries.Found found, Expansion expansion) =>
        found.Payment.ToRefundResource(found.Payment.Refunds.Single(refund => refund.Id == found.ObjectId), expansion);

    private static Refusal NoSuch(string noun, string id) => new("resource_missing", $"No such {noun}: '{id[..Math.Min(id.Length, 64)]}'", noun);
}
