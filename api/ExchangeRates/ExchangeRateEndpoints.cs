using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;

namespace PayGate.Api.ExchangeRates;

/// <summary>The routes of <c>/v1/exchange_rates</c>.</summary>
public static class ExchangeRateEndpoints
{
    private const string Url = "/v1/exchange_rates";
    private const string Read = "exchange_rates:read";

    public static void MapExchangeRates(this IEndpointRouteBuilder routes)
    {
        var rates = routes.MapResource("exchange_rates", "Exchange rates", "What payments are converted at, the same for all accounts.");
        rates.MapRead("", List, "listExchangeRates", "List the exchange rates in force").RequireSecretKey(Read);
        rates.MapRead("/{currency}", Retrieve, "retrieveExchangeRate", "Retrieve the exchange rates of one currency").RequireSecretKey(Read);
    }

    internal static async Task<Results<ListResult<ExchangeRateResource>, ErrorResult>> List(Params<RateListParams> request, ExchangeRateQueries queries)
    {
        var (all, query) = ((await queries.Read(request.Aborted)).ToResources(), request.Value.Query);
        if (query.Cursor is { } cursor && all.All(rate => rate.Id != cursor))
        {
            return ListResult.NoSuchCursor(query);
        }

        // A page read backwards is turned round afterwards, as rows are.
        var found = query.EndingBefore is { } end
            ? all.Where(rate => string.CompareOrdinal(rate.Id, end) < 0).Reverse()
            : all.Where(rate => string.CompareOrdinal(rate.Id, query.StartingAfter) > 0);
        return ListResult.Of(Url, query.PageOf([.. found], totalCount: null));
    }

    /// <summary>A path may hold anything: only what is a currency is repeated.</summary>
    internal static async Task<Results<ResourceResult<ExchangeRateResource>, ErrorResult>> Retrieve(string currency, Params<ReadParams> request, ExchangeRateQueries queries)
    {
        var known = Currency.TryParse(currency, out var asked);
        var found = known ? (await queries.Read(request.Aborted)).ToResources().FirstOrDefault(rate => rate.Id == asked.Code) : null;
        return found is not null
            ? new ResourceResult<ExchangeRateResource>(found)
            : ErrorResult.From(new Refusal("resource_missing", known ? $"No such exchange rate: '{asked}'" : "No such exchange rate.", "currency"));
    }
}
