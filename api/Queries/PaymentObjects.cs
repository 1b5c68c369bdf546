using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Search;

namespace PayGate.Api.Queries;

/// <summary>Reading of objects that belong to payments: refunds, charges, balance transactions.</summary>
internal static class PaymentObjects
{
    /// <summary>Maps the list and the single object, both for secret keys.</summary>
    /// <typeparam name="TList">The filters that the list has.</typeparam>
    /// <typeparam name="T">The resource.</typeparam>
    public static void MapPaymentObjects<TList, T>(
        this RouteGroupBuilder routes, PaymentKind kind, ObjectNames names, string permission, Func<FoundPayment, Expansion, T> render)
        where TList : IParams<TList>, IListParams
    {
        routes.MapRead(
            "", (Params<TList> request, PaymentQueries queries, PaymentRelations relations) =>
                List(kind, "/v1/" + names.Path, request, queries, relations, render),
            $"list{names.Id}s", $"List {names.Noun}s").RequireSecretKey(permission);
        routes.MapRead(
            "/{id}", (string id, Params<ReadParams> request, PaymentReader payments, PaymentRelations relations) =>
                Retrieve(kind, id, request, payments, relations, render),
            $"retrieve{names.Id}", $"Retrieve a {names.Noun}").RequireSecretKey(permission);
    }

    /// <summary>Newest first.</summary>
    public static async Task<Results<ListResult<T>, ErrorResult>> List<TList, T>(
        PaymentKind kind, string url, Params<TList> request, PaymentQueries queries, PaymentRelations relations, Func<FoundPayment, Expansion, T> render)
        where TList : IParams<TList>, IListParams
    {
        if (await queries.List(kind, request.Tenant, request.Value, request.Aborted) is not { } page)
        {
            return ListResult.NoSuchCursor(request.Value.Query);
        }

        var expansion = await relations.Load(request.Expansion, [.. page.Items.Select(found => found.Payment)], request.Aborted);
        return ListResult.Of(url, page.Select(found => render(found, expansion)));
    }

    /// <summary>Maps the search, for secret keys.</summary>
    /// <typeparam name="T">The resource.</typeparam>
    public static void MapPaymentSearch<T>(
        this RouteGroupBuilder routes, PaymentKind kind, ObjectNames names, SearchFields fields, string permission,
        Func<FoundPayment, Expansion, HttpContext, T> render) =>
        routes.MapRead(
            "/search", (Params<SearchParams> request, PaymentQueries queries, PaymentRelations relations) =>
                Search(kind, names, fields, request, queries, relations, render),
            $"search{names.Id}s", $"Search {names.Noun}s").RequireSecretKey(permission);

    private static async Task<Results<SearchResult<T>, ErrorResult>> Search<T>(
        PaymentKind kind, ObjectNames names, SearchFields fields, Params<SearchParams> request, PaymentQueries queries, PaymentRelations relations,
        Func<FoundPayment, Expansion, HttpContext, T> render)
    {
        var found = await queries.Search(kind, request.Tenant, fields, request.Value, request.Aborted);
        if (!found.IsSuccess)
        {
            return ErrorResult.From(found.Refusal);
        }

        var expansion = await relations.Load(request.Expansion, [.. found.Value.Items.Select(item => item.Payment)], request.Aborted);
        return new SearchResult<T>(
            $"/v1/{names.Path}/search",
            found.Value.Select(item => WireJson.Write(render(item, expansion, request.Context))),
            found.Value.HasMore ? found.Value.Items[^1].ObjectId : null);
    }

    private static async Task<Results<ResourceResult<T>, ErrorResult>> Retrieve<T>(
        PaymentKind kind, string id, Params<ReadParams> request, PaymentReader payments, PaymentRelations relations,
        Func<FoundPayment, Expansion, T> render) =>
        await payments.Find(kind, id, request.Context) is { } found
            ? new ResourceResult<T>(render(found, await relations.Load(request.Expansion, [found.Payment], request.Aborted)))
            : ErrorResult.ResourceMissing();
}

/// <summary>What a kind of object is called.</summary>
/// <param name="Path">In URLs, in the plural: <c>balance_transactions</c>.</param>
/// <param name="Id">In operation ids: <c>BalanceTransaction</c>.</param>
/// <param name="Noun">In sentences: <c>balance transaction</c>.</param>
internal sealed record ObjectNames(string Path, string Id, string Noun);
