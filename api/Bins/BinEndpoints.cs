using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Bins;

namespace PayGate.Api.Bins;

/// <summary>The route of <c>/v1/bins</c>.</summary>
public static class BinEndpoints
{
    public static void MapBins(this IEndpointRouteBuilder routes) => routes
        .MapResource("bins", "BINs", "What the first digits of a card number tell.")
        .MapRead("/{bin}", Retrieve, "retrieveBin", "Look up the first six to eight digits of a card number").AllowPublishable("bins:read");

    /// <summary>More digits than a BIN has are refused, whether or not they begin with one: whole card numbers must not become a habit of URLs.</summary>
    internal static async Task<Results<ResourceResult<BinResource>, ErrorResult>> Retrieve(string bin, Params<NoParams> request, IGrainFactory grains)
    {
        if (!Bin.IsWellFormed(bin))
        {
            return Bin.IsMoreThanOne(bin)
                ? ErrorResult.From(new Refusal("sensitive_data_in_field", "Send the first six to eight digits only. A card number must not be part of a URL.", "bin"))
                : ErrorResult.ResourceMissing();
        }

        return await grains.GetGrain<IBinTableGrain>(IBinTableGrain.Key).Find(bin, request.Aborted) is { } facts
            ? new ResourceResult<BinResource>(facts.ToResource(bin))
            : ErrorResult.ResourceMissing();
    }
}
