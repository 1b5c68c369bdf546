using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.BankScripts;

namespace PayGate.Api.TestHelpers;

/// <summary>The routes of <c>/v1/test_helpers/bank/scripts</c>.</summary>
public static class BankScriptEndpoints
{
    private const string Prefix = "bscr";
    private const string Url = "/v1/test_helpers/bank/scripts";

    public static void MapBankScripts(this IEndpointRouteBuilder routes)
    {
        var scripts = routes.MapTestHelper("bank/scripts");
        scripts.MapCommand("", Create, "createBankScript", "Order the simulated bank to behave").RequireSecretKey().Refuses("bank_scripts_exceeded", "parameters_exclusive");
        scripts.MapRead("", List, "listBankScripts", "List orders to the simulated bank").RequireSecretKey();
        scripts.MapDeletion("/{id}", Delete, "deleteBankScript", "Withdraw an order to the simulated bank").RequireSecretKey();
    }

    internal static async Task<CommandResult<BankScriptResource>> Create(Params<BankScriptParams> request, IGrainFactory grains, TimeProvider clock)
    {
        var merchantId = request.Tenant.MerchantId;
        var now = clock.GetUtcNow();
        return await Scripts(request, grains).Create(
            new CreateBankScript { Script = request.Value.ToScript(ObjectId.New(Prefix, merchantId, now), merchantId, now), Request = request.Info },
            CancellationToken.None);
    }

    /// <summary>There are never more than a few, so they are paged here.</summary>
    internal static async Task<Results<ListResult<BankScriptResource>, ErrorResult>> List(Params<ListParams> request, IGrainFactory grains)
    {
        var query = request.Value.Query;
        var all = await Scripts(request, grains).List(request.Aborted);
        if (query.Cursor is { } cursor && !all.Exists(script => script.Id == cursor))
        {
            return ListResult.NoSuchCursor(query);
        }

        List<BankScript> matching =
        [
            .. all.Where(script => !(script.Created < query.Created.From) && !(script.Created >= query.Created.Before)),
        ];
        var after = matching.Where(script =>
            (query.StartingAfter is null || string.CompareOrdinal(script.Id, query.StartingAfter) < 0)
            && (query.EndingBefore is null || string.CompareOrdinal(script.Id, query.EndingBefore) > 0));
        var read = (query.EndingBefore is null ? after : after.Reverse()).Take(query.Limit + 1);
        return ListResult.Of(
            Url, query.PageOf([.. read], query.IncludesTotalCount ? matching.Count : null).Select(script => script.ToResource()));
    }

    internal static async Task<Results<ResourceResult<DeletedBankScriptResource>, ErrorResult>> Delete(
        string id, Params<NoParams> request, IGrainFactory grains) =>
        ObjectId.IsWellFormed(Prefix, id) && await Scripts(request, grains).Delete(id, CancellationToken.None)
            ? new ResourceResult<DeletedBankScriptResource>(new DeletedBankScriptResource { Id = id })
            : ErrorResult.ResourceMissing();

    private static IBankScriptsGrain Scripts<T>(Params<T> request, IGrainFactory grains)
        where T : IParams<T> => grains.GetGrain<IBankScriptsGrain>(request.Tenant.MerchantId);
}
