using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.RateLimits;

namespace PayGate.Api.Limits;

/// <summary>The routes of <c>/v1/limits</c>.</summary>
public static class LimitEndpoints
{
    private const string Url = "/v1/limits";

    public static void MapLimits(this IEndpointRouteBuilder routes)
    {
        var limits = routes.MapResource("limits", "Limits", "What an account may approve per day and month, for each currency.");
        limits.MapRead("", List, "listLimits", "List the limits of all currencies, and what is used of them").RequireSecretKey("limits:read");
        limits.MapCommand("", Set, "setLimits", "Set or take away the limits of a currency").RequireSecretKey("limits:write").Refuses("currency_invalid", "currency_not_supported");
    }

    /// <summary>One object for each currency, so the list is always whole.</summary>
    internal static async Task<ListResult<LimitResource>> List(Params<ReadParams> request, IGrainFactory grains)
    {
        var views = await Task.WhenAll(LimitedCurrencies.All.Select(currency => Actor(request.Tenant, currency, grains).Show(request.Aborted)));
        return ListResult.Of(Url, new Page<LimitResource>([.. views.Select(view => view.ToResource())], HasMore: false, TotalCount: null));
    }

    internal static async Task<CommandResult<LimitResource>> Set(Params<SetLimitsParams> request, IGrainFactory grains) =>
        await Actor(request.Tenant, request.Value.Currency, grains).Set(request.Value.ToCommand(request.Info), CancellationToken.None);

    private static IRateLimitGrain Actor(Tenant tenant, Currency currency, IGrainFactory grains) =>
        grains.GetGrain<IRateLimitGrain>(new LimitKey(tenant, currency).ToString());
}
