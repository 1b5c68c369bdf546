using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;

namespace PayGate.Api.Balance;

/// <summary>The route of <c>/v1/balance</c>.</summary>
public static class BalanceEndpoints
{
    public static void MapBalance(this IEndpointRouteBuilder routes) => routes
        .MapResource("balance", "Balance", "What is owed to the merchant.")
        .MapRead("", Retrieve, "retrieveBalance", "Retrieve the balance").RequireSecretKey("balance:read");

    /// <summary>All that is booked is pending: money becomes available by a settlement, and there is none before its day.</summary>
    internal static async Task<ResourceResult<BalanceResource>> Retrieve(Params<ReadParams> request, BalanceQueries queries)
    {
        var pending = await queries.Pending(request.Tenant, request.Aborted);
        return new ResourceResult<BalanceResource>(new BalanceResource
        {
            Available = [.. pending.Select(sum => Amount(Money.Zero(sum.Currency)))],
            Livemode = request.Tenant.Livemode,
            Pending = [.. pending.Select(Amount)],
        });
    }

    private static BalanceAmountResource Amount(Money sum) => new()
    {
        Amount = sum.MinorUnits,
        Currency = sum.Currency.Code,
        SourceTypes = new BalanceSourcesResource { Card = sum.MinorUnits },
    };
}
