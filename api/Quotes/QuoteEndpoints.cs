using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.Quotes;

namespace PayGate.Api.Quotes;

/// <summary>The routes of <c>/v1/quotes</c>.</summary>
public static class QuoteEndpoints
{
    public static void MapQuotes(this IEndpointRouteBuilder routes)
    {
        var quotes = routes.MapResource("quotes", "Quotes", "What a payment would come to, promised for fifteen minutes.");
        quotes.MapCommand("", Create, "createQuote", "Ask what a payment comes to in the settlement currency")
            .RequireSecretKey("quotes:write").Refuses("amount_too_small", "amount_too_large", "currency_invalid", "currency_not_supported");
        quotes.MapRead("/{id}", Retrieve, "retrieveQuote", "Retrieve a quote").RequireSecretKey("quotes:read");
    }

    internal static async Task<CommandResult<QuoteResource>> Create(Params<CreateQuoteParams> request, IGrainFactory grains, TimeProvider clock) => await grains
        .GetGrain<IQuoteGrain>(ObjectId.New(Quote.Prefix, request.Tenant.MerchantId, clock.GetUtcNow()))
        .Create(new CreateQuote { Tenant = request.Tenant, Amount = request.Value.Amount, Request = request.Info }, CancellationToken.None);

    /// <summary>A path may hold anything: only what can be an id is repeated.</summary>
    internal static async Task<Results<ResourceResult<QuoteResource>, ErrorResult>> Retrieve(string id, Params<ReadParams> request, QuoteQueries queries) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } found
            ? new ResourceResult<QuoteResource>(found.ToResource(await queries.PaymentOf(id, request.Aborted)))
            : ErrorResult.From(new Refusal("resource_missing", ObjectId.IsWellFormed(Quote.Prefix, id) ? $"No such quote: '{id}'" : "No such quote.", "id"));
}
