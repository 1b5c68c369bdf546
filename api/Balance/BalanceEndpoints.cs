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

    internal static async Task<ResourceResult<BalanceResource>> Retrieve(Params<ReadParams> request, BalanceQueries queries)
    {
        var sums = await queries.Read(request.Tenant, request.Aborted);
        return new ResourceResult<BalanceResource>(new BalanceResource
        {
            Available = [.. sums.Select(sum => Amount(sum.Available))],
            Held = [.. sums.Select(sum => Amount(sum.Held))],
            Livemode = request.Tenant.Livemode,
            Pending = [.. sums.Select(sum => Amount(sum.Pending))],
        });
    }

    private static BalanceAmountResource Amount(Money sum) => new()
    {
        Amount = sum.MinorUnits,
        Currency = sum.Currency.Code,
        SourceTypes = new BalanceSourcesResource { Card = sum.MinorUnits },
    };
}
