using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.Api.Search;

namespace PayGate.Api.Charges;

/// <summary>The routes of <c>/v1/charges</c>: attempts are made through payment intents; here they are read, worded and captured.</summary>
public static class ChargeEndpoints
{
    private const string Write = "charges:write";

    private static readonly ObjectNames Names = new("charges", "Charge", "charge");

    public static void MapCharges(this IEndpointRouteBuilder routes)
    {
        var charges = routes.MapResource(Names.Path, "Charges", "Attempts of payments at the bank.");
        charges.MapPaymentObjects<ChargeListParams, ChargeResource>(PaymentKind.Charge, Names, "charges:read", Render);
        charges.MapPaymentSearch(
            PaymentKind.Charge, Names, PaymentSearch.Charges, "charges:read", (found, expansion, _) => Render(found, expansion));
        charges.MapCommand("/{id}", Update, "updateCharge", "Update the words of a charge").RequireSecretKey(Write);
        charges.MapCommand("/{id}/capture", Capture, "captureCharge", "Capture an authorized charge, whole or in part")
            .RequireSecretKey(Write).Refuses([.. IntentRefusals.State, .. IntentRefusals.Capture]);
    }

    internal static Task<CommandResult<ChargeResource>> Update(
        string id, Params<UpdateChargeParams> request, PaymentReader payments, PaymentCommands commands) =>
        Run(id, request.Context, payments, commands, (payment, grain) => grain.UpdateCharge(
            request.Value.ToCommand(payment.Tenant, id, request.Info), CancellationToken.None));

    internal static Task<CommandResult<ChargeResource>> Capture(
        string id, Params<CaptureChargeParams> request, PaymentReader payments, PaymentCommands commands) =>
        Run(id, request.Context, payments, commands, (payment, grain) =>
            payment.LatestAttempt!.ChargeId == id
                ? grain.Capture(
                    new CapturePayment
                    {
                        Tenant = payment.Tenant,
                        AmountToCapture = request.Value.Amount,
                        Request = request.Info with { AboutCharge = true },
                    },
                    CancellationToken.None)
                : Task.FromResult<Outcome<Answer>>(
                    new Refusal("payment_intent_unexpected_state", $"Charge {id} failed, so there is nothing to capture.")));

    private static async Task<CommandResult<ChargeResource>> Run(
        string id,
        HttpContext context,
        PaymentReader payments,
        PaymentCommands commands,
        Func<PaymentIntent, IPaymentIntentGrain, Task<Outcome<Answer>>> command) =>
        await payments.Find(PaymentKind.Charge, id, context) is { } found
            ? await commands.Run<ChargeResource>(found.Payment, context, command)
            : new Refusal("resource_missing", ErrorCatalog.Of("resource_missing").Message, "id");

    private static ChargeResource Render(FoundPayment found, Expansion expansion) =>
        found.Payment.ToChargeResource(found.Payment.Attempts.Single(attempt => attempt.ChargeId == found.ObjectId), expansion);
}
