using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;

namespace PayGate.Api.Refunds;

/// <summary>The routes of <c>/v1/refunds</c>.</summary>
public static class RefundEndpoints
{
    private static readonly ObjectNames Names = new("refunds", "Refund", "refund");

    public static void MapRefunds(this IEndpointRouteBuilder routes)
    {
        var refunds = routes.MapResource(Names.Path, "Refunds", "Money given back, whole or in part.");
        refunds.MapCommand("", Create, "createRefund", "Refund a payment, whole or in part")
            .RequireSecretKey("refunds:write").Refuses([.. IntentRefusals.State, .. IntentRefusals.Refund, "resource_missing"]);
        refunds.MapCommand("/{id}", Update, "updateRefund", "Update a refund's metadata").RequireSecretKey("refunds:write");
        refunds.MapCommand("/{id}/cancel", Cancel, "cancelRefund", "Cancel a refund that waits for its issuer")
            .RequireSecretKey("refunds:write").Refuses("refund_unexpected_state");
        refunds.MapPaymentObjects<RefundListParams, RefundResource>(PaymentKind.Refund, Names, "refunds:read", Render);
    }

    internal static async Task<CommandResult<RefundResource>> Create(
        Params<RefundParams> request, PaymentCommands commands, PaymentReader payments, TimeProvider clock)
    {
        var refund = request.Value;
        var payment = refund.Charge is { } charge
            ? (await payments.Find(PaymentKind.Charge, charge, request.Context))?.Payment
            : await payments.FindPayment(refund.PaymentIntent!, request.Context);
        if (payment is null)
        {
            return refund.Charge is null ? NoSuch("payment_intent", refund.PaymentIntent!) : NoSuch("charge", refund.Charge);
        }

        var id = ObjectId.New("re", payment.MerchantId, clock.GetUtcNow());
        return await commands.Run<RefundResource>(payment, request.Context, async (current, grain) =>
            RefuseUnpaid(current, refund.Charge) is { } unpaid
                ? unpaid
                : await grain.Refund(refund.ToCommand(current.Tenant, id, request.Info), CancellationToken.None));
    }

    internal static Task<CommandResult<RefundResource>> Update(
        string id, Params<UpdateRefundParams> request, PaymentCommands commands, PaymentReader payments) =>
        Change(id, request, commands, payments, (tenant, grain) => grain.UpdateRefund(
            new UpdateRefundCommand { Tenant = tenant, RefundId = id, Metadata = request.Value.Metadata, Request = request.Info },
            CancellationToken.None));

    internal static Task<CommandResult<RefundResource>> Cancel(
        string id, Params<ReadParams> request, PaymentCommands commands, PaymentReader payments) =>
        Change(id, request, commands, payments, (tenant, grain) => grain.CancelRefund(
            new CancelRefundCommand { Tenant = tenant, RefundId = id, Request = request.Info }, CancellationToken.None));

    private static async Task<CommandResult<RefundResource>> Change<T>(
        string id, Params<T> request, PaymentCommands commands, PaymentReader payments,
        Func<Tenant, IPaymentIntentGrain, Task<Outcome<Answer>>> command)
        where T : IParams<T> =>
        (await payments.Find(PaymentKind.Refund, id, request.Context))?.Payment is { } payment
            ? await commands.Run<RefundResource>(payment, request.Context, (found, grain) => command(found.Tenant, grain))
            : new Refusal("resource_missing", ErrorCatalog.Of("resource_missing").Message, "id");

    /// <summary>A payment may have failed charges before the one that was paid; they took nothing, and that is final.</summary>
    private static Refusal? RefuseUnpaid(PaymentIntent payment, string? chargeId) =>
        chargeId is not null
        && payment.Attempts.Single(attempt => attempt.ChargeId == chargeId).Status is AttemptStatus.Declined or AttemptStatus.Failed
            ? new Refusal("payment_intent_unexpected_state", $"Charge {chargeId} failed, so there is nothing to refund.", "charge")
            : null;

    private static RefundResource Render(FoundPayment found, Expansion expansion) =>
        found.Payment.ToRefundResource(found.Payment.Refunds.Single(refund => refund.Id == found.ObjectId), expansion);

    private static Refusal NoSuch(string noun, string id) =>
        new("resource_missing", $"No such {noun}: '{id[..Math.Min(id.Length, 64)]}'", noun);
}
