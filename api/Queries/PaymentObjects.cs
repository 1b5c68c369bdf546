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
            "", (Params<TList> request, PaymentQueries queries) => List(kind, "/v1/" + names.Path, request, queries, render),
            $"list{names.Id}s", $"List {names.Noun}s").RequireSecretKey(permission);
        routes.MapRead(
            "/{id}", (string id, Params<ReadParams> request, PaymentReader payments) => Retrieve(kind, id, request, payments, render),
            $"retrieve{names.Id}", $"Retrieve a {names.Noun}").RequireSecretKey(permission);
    }

    /// <summary>Newest first.</summary>
    public static async Task<Results<ListResult<T>, ErrorResult>> List<TList, T>(
        PaymentKind kind, string url, Params<TList> request, PaymentQueries queries, Func<FoundPayment, Expansion, T> render)
        where TList : IParams<TList>, IListParams =>
        await queries.List(kind, request.Tenant, request.Value, request.Aborted) is { } page
            ? ListResult.Of(url, page.Select(found => render(found, request.Expansion)))
            : ListResult.NoSuchCursor(request.Value.Query);

    /// <summary>Maps the search, for secret keys.</summary>
    /// <typeparam name="T">The resource.</typeparam>
    public static void MapPaymentSearch<T>(
        this RouteGroupBuilder routes, PaymentKind kind, ObjectNames names, SearchFields fields, string permission,
        Func<FoundPayment, Expansion, HttpContext, T> render) =>
        routes.MapRead(
            "/search", (Params<SearchParams> request, PaymentQueries queries) => Search(kind, names, fields, request, queries, render),
            $"search{names.Id}s", $"Search {names.Noun}s").RequireSecretKey(permission);

    private static async Task<Results<SearchResult<T>, ErrorResult>> Search<T>(
        PaymentKind kind, ObjectNames names, SearchFields fields, Params<SearchParams> request, PaymentQueries queries,
        Func<FoundPayment, Expansion, HttpContext, T> render)
    {
        var found = await queries.Search(kind, request.Tenant, fields, request.Value, request.Aborted);
        return found.IsSuccess
            ? new SearchResult<T>(
                $"/v1/{names.Path}/search",
                found.Value.Select(item => WireJson.Write(render(item, request.Expansion, request.Context))),
                found.Value.HasMore ? found.Value.Items[^1].ObjectId : null)
            : ErrorResult.From(found.Refusal);
    }

    private static async Task<Results<ResourceResult<T>, ErrorResult>> Retrieve<T>(
        PaymentKind kind, string id, Params<ReadParams> request, PaymentReader payments, Func<FoundPayment, Expansion, T> render) =>
        await payments.Find(kind, id, request.Context) is { } found
            ? new ResourceResult<T>(render(found, request.Expansion))
            : ErrorResult.ResourceMissing();
}

/// <summary>What a kind of object is called.</summary>
/// <param name="Path">In URLs, in the plural: <c>balance_transactions</c>.</param>
/// <param name="Id">In operation ids: <c>BalanceTransaction</c>.</param>
/// <param name="Noun">In sentences: <c>balance transaction</c>.</param>
internal sealed record ObjectNames(string Path, string Id, string Noun);
