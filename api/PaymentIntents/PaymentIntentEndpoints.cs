using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Pages;
using PayGate.Api.Queries;
using PayGate.Api.Search;

namespace PayGate.Api.PaymentIntents;

/// <summary>The routes of <c>/v1/payment_intents</c>.</summary>
public static class PaymentIntentEndpoints
{
    private const string Read = "payment_intents:read";
    private const string Write = "payment_intents:write";

    public static void MapPaymentIntents(this IEndpointRouteBuilder routes)
    {
        var intents = routes.MapResource(
            "payment_intents", "Payment intents",
            "One payment of a customer, from its amount to its end, over as many attempts as it takes.");
        intents.MapCommand("", Create, "createPaymentIntent", "Create a payment intent, and confirm it if wanted")
            .RequireSecretKey(Write).Refuses([.. IntentRefusals.Opening, .. IntentRefusals.Attempt]);
        intents.MapRead("", List, "listPaymentIntents", "List payment intents").RequireSecretKey(Read);
        intents.MapPaymentSearch(
            PaymentKind.PaymentIntent, new("payment_intents", "PaymentIntent", "payment intent"), PaymentSearch.PaymentIntents, Read,
            (found, expansion, context) => context.RequestServices.GetRequiredService<IntentRenderer>().Render(found.Payment, expansion, context));
        intents.MapRead("/{id}", Retrieve, "retrievePaymentIntent", "Retrieve a payment intent").AllowClientSecret(Read);
        intents.MapCommand("/{id}", Update, "updatePaymentIntent", "Update a payment intent before money is held for it")
            .RequireSecretKey(Write).Refuses([.. IntentRefusals.State, .. IntentRefusals.Opening, .. IntentRefusals.Card, .. IntentRefusals.Handle]);
        intents.MapCommand("/{id}/increment_authorization", Increment, "incrementAuthorization", "Raise an authorization that is not captured")
            .RequireSecretKey(Write).Refuses([.. IntentRefusals.State, .. IntentRefusals.Increment]);
        intents.MapCommand("/{id}/confirm", Confirm, "confirmPaymentIntent", "Confirm a payment intent with a card")
            .AllowClientSecret(Write).Refuses([.. IntentRefusals.State, .. IntentRefusals.Attempt]);
        intents.MapCommand("/{id}/capture", Capture, "capturePaymentIntent", "Capture an authorized payment, whole or in part")
            .RequireSecretKey(Write).Refuses([.. IntentRefusals.State, .. IntentRefusals.Capture]);
        intents.MapCommand("/{id}/cancel", Cancel, "cancelPaymentIntent", "Cancel a payment intent that is not paid")
            .RequireSecretKey(Write).Refuses(IntentRefusals.State);
    }

    internal static async Task<CommandResult<PaymentIntentResource>> Create(
        Params<CreateIntentParams> request, CardTokenStore cards, IGrainFactory grains, PagesOptions pages, TimeProvider clock)
    {
        var tenant = request.Tenant;
        var id = ObjectId.New("pi", tenant.MerchantId, clock.GetUtcNow());
        var publicUrl = PublicAddress.RootFor(request.Context.Request, pages);
        var command = request.Value.ToCommand(tenant, cards.Seal(request.Value.Card, tenant), publicUrl, request.Info);
        return await grains.GetGrain<IPaymentIntentGrain>(id).Create(command, CancellationToken.None);
    }

    internal static Task<CommandResult<PaymentIntentResource>> Confirm(
        string id, Params<ConfirmIntentParams> request, CardTokenStore cards, PaymentCommands commands, PagesOptions pages) =>
        commands.Run<PaymentIntentResource>(id, request.Context, (tenant, grain) => grain.Confirm(
            new ConfirmPaymentIntent
            {
                Tenant = tenant,
                PaymentMethodId = request.Value.PaymentMethodId,
                Card = cards.Seal(request.Value.Card, tenant),
                Options = request.Value.Options with { PublicUrl = PublicAddress.RootFor(request.Context.Request, pages) },
                Request = request.Info,
            },
            CancellationToken.None));

    internal static Task<CommandResult<PaymentIntentResource>> Update(
        string id, Params<UpdateIntentParams> request, CardTokenStore cards, PaymentCommands commands) =>
        commands.Run<PaymentIntentResource>(id, request.Context, (tenant, grain) => grain.Update(
            request.Value.ToCommand(tenant, cards.Seal(request.Value.Card, tenant), request.Info), CancellationToken.None));

    internal static Task<CommandResult<PaymentIntentResource>> Increment(
        string id, Params<IncrementParams> request, PaymentCommands commands) =>
        commands.Run<PaymentIntentResource>(id, request.Context, (tenant, grain) => grain.Increment(
            new IncrementAuthorization { Tenant = tenant, Amount = request.Value.Amount, Details = request.Value.Details, Request = request.Info },
            CancellationToken.None));

    internal static Task<CommandResult<PaymentIntentResource>> Capture(
        string id, Params<CaptureIntentParams> request, PaymentCommands commands) =>
        commands.Run<PaymentIntentResource>(id, request.Context, (tenant, grain) => grain.Capture(
            new CapturePayment { Tenant = tenant, AmountToCapture = request.Value.Amount, Request = request.Info },
            CancellationToken.None));

    internal static Task<CommandResult<PaymentIntentResource>> Cancel(
        string id, Params<CancelIntentParams> request, PaymentCommands commands) =>
        commands.Run<PaymentIntentResource>(id, request.Context, (tenant, grain) => grain.Cancel(
            new CancelPaymentIntent { Tenant = tenant, Reason = request.Value.Reason, Request = request.Info },
            CancellationToken.None));

    internal static async Task<Results<ResourceResult<PaymentIntentResource>, ErrorResult>> Retrieve(
        string id, Params<ReadParams> request, PaymentReader payments, PaymentRelations relations, IntentRenderer renderer) =>
        await payments.FindPayment(id, request.Context) is { } payment
            ? new ResourceResult<PaymentIntentResource>(renderer.Render(
                payment,
                // A browser sees no more of a customer than its id.
                request.Context.Caller().IsBrowser ? request.Expansion : await relations.Load(request.Expansion, [payment], request.Aborted),
                request.Context))
            : ErrorResult.From(PaymentCommands.NoSuchIntent(id));

    internal static Task<Results<ListResult<PaymentIntentResource>, ErrorResult>> List(
        Params<IntentListParams> request, PaymentQueries queries, PaymentRelations relations, IntentRenderer renderer) =>
        PaymentObjects.List(
            PaymentKind.PaymentIntent, "/v1/payment_intents", request, queries, relations,
            (found, expansion) => renderer.Render(found.Payment, expansion, request.Context));
}
