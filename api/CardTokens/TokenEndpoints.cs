using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Cards;
using PayGate.Wire.V1;

namespace PayGate.Api.CardTokens;

/// <summary>The routes of <c>/v1/tokens</c>: cards for a single use, made by browsers with a publishable key.</summary>
public static class TokenEndpoints
{
    public static IEndpointRouteBuilder MapTokens(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/v1/tokens").WithTags("Tokens");
        tokens.MapPost("", Create).AllowPublishable("tokens:write");
        tokens.MapGet("/{id}", Retrieve).RequireSecretKey("tokens:read");
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
        var handle = CardParams.Validate(parameters, typed, clock.GetUtcNow(), "card[name]");
        return await runner.Run(
            context, read.Value, expand, parameters.Refusal(), request => store.Store(CardTokenStore.TokenPrefix, handle!, context.Tenant(), request));
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
            : await store.Find(CardTokenStore.TokenPrefix, id, context.Tenant(), context.RequestAborted) is { } token
                ? new ResourceResult(token.ToTokenResource())
                : ErrorResult.ResourceMissing();
    }

    private static NewHandle? Read(ParamBinder parameters)
    {
        if (parameters.RequiredObject("card") is not { } card)
        {
            return null;
        }

        var name = card.OptionalString("name", HolderName.LengthMax);
        return new NewHandle { Card = CardParams.Read(card, name), Billing = CardParams.ReadCardAddress(card) with { Name = name } };
    }
}
