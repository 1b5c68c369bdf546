using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Wire.V1;

namespace PayGate.Api.CardTokens;

/// <summary>The routes of <c>/v1/payment_methods</c>. Browsers may create payment methods with a publishable key, never read them.</summary>
public static class PaymentMethodEndpoints
{
    public static IEndpointRouteBuilder MapPaymentMethods(this IEndpointRouteBuilder routes)
    {
        var methods = routes.MapGroup("/v1/payment_methods").WithTags("Payment methods");
        methods.MapPost("", Create).AllowPublishable("payment_methods:write");
        methods.MapGet("/{id}", Retrieve).RequireSecretKey("payment_methods:read");
        return routes;
    }

    internal static async Task<IResult> Create(HttpContext context, CommandRunner runner, CardTokenStore store, TimeProvider clock)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var parameters = read.Value.Bind();
        var typed = Read(parameters);
        var expand = parameters.Expand();
        if (CardParams.Validate(parameters, typed, clock.GetUtcNow(), "billing_details[name]") is not { } handle)
        {
            return await runner.Run(context, read.Value, expand, parameters.Refusal(), _ => throw new InvalidOperationException("A refused request does not run."));
        }

        // Before a token is taken for this request, an earlier request with the same key has the say.
        return await runner.FindRecorded(context, read.Value)
            ?? await runner.Run(
                context, read.Value, expand, null, request => store.Store(CardTokenStore.MethodPrefix, handle, context.Tenant(), request));
    }

    internal static async Task<IResult> Retrieve(string id, HttpContext context, CardTokenStore store)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var parameters = read.Value.Bind();
        parameters.Expand();
        return parameters.Refusal() is { } refusal ? ErrorResult.From(refusal)
            : await store.Find(CardTokenStore.MethodPrefix, id, context.Tenant(), context.RequestAborted) is { } token
                ? new ResourceResult(token.ToPaymentMethodResource())
                : ErrorResult.ResourceMissing();
    }

    private static NewHandle? Read(ParamBinder parameters)
    {
        parameters.RequiredEnum("type", "card");
        var billing = CardParams.ReadBilling(parameters.OptionalObject("billing_details"));
        var metadata = (parameters.OptionalMetadata("metadata")?.ApplyTo(null) ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal);
        if (parameters.RequiredObject("card") is not { } card)
        {
            return null;
        }

        return card.Has("token")
            ? new NewHandle { TokenId = card.RequiredString("token", 255), Billing = billing, Metadata = metadata }
            : new NewHandle { Card = CardParams.Read(card, billing.Name), Billing = billing, Metadata = metadata };
    }
}
