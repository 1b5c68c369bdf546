using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;

namespace PayGate.Api.CardTokens;

/// <summary>
/// The routes of <c>/v1/tokens</c> (cards for a single use) and <c>/v1/payment_methods</c>. Browsers may create both with a publishable
/// key, never read them.
/// </summary>
public static class CardTokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapResource("tokens", "Tokens", "Cards for a single use, made by browsers.");
        tokens.MapCommand("", CreateToken, "createToken", "Create a token for a card")
            .AllowPublishable("tokens:write").Refuses(IntentRefusals.Card);
        tokens.MapRead("/{id}", RetrieveToken, "retrieveToken", "Retrieve a token").RequireSecretKey("tokens:read");
    }

    public static void MapPaymentMethods(this IEndpointRouteBuilder routes)
    {
        var methods = routes.MapResource("payment_methods", "Payment methods", "Cards to pay with.");
        methods.MapCommand("", CreateMethod, "createPaymentMethod", "Create a payment method from a card or a token")
            .AllowPublishable("payment_methods:write").Refuses([.. IntentRefusals.Card, .. IntentRefusals.Handle]);
        methods.MapRead("/{id}", RetrieveMethod, "retrievePaymentMethod", "Retrieve a payment method")
            .RequireSecretKey("payment_methods:read");
        methods.MapSavedCards();
        methods.MapCardAccesses();
    }

    internal static async Task<CommandResult<TokenResource>> CreateToken(Params<TokenParams> request, CardTokenStore store) =>
        await store.Store(CardTokenStore.TokenPrefix, request.Value.Handle, request.Tenant, request.Info);

    internal static async Task<CommandResult<PaymentMethodResource>> CreateMethod(
        Params<PaymentMethodParams> request, CardTokenStore store) =>
        await store.Store(CardTokenStore.MethodPrefix, request.Value.Handle, request.Tenant, request.Info);

    internal static async Task<Results<ResourceResult<TokenResource>, ErrorResult>> RetrieveToken(
        string id, Params<ReadParams> request, CardTokenStore store) =>
        await store.Find(CardTokenStore.TokenPrefix, id, request.Tenant, request.Aborted) is { } token
            ? new ResourceResult<TokenResource>(token.ToTokenResource())
            : ErrorResult.ResourceMissing();

    internal static async Task<Results<ResourceResult<PaymentMethodResource>, ErrorResult>> RetrieveMethod(
        string id, Params<ReadParams> request, PaymentMethodReader methods) =>
        await methods.Find(id, request.Tenant, request.Expansion, request.Aborted) is { } method
            ? new ResourceResult<PaymentMethodResource>(method)
            : ErrorResult.ResourceMissing();
}
