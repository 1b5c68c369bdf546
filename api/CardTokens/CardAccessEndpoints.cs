using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;

namespace PayGate.Api.CardTokens;

/// <summary>The routes of <c>/v1/payment_methods</c> that say who used a stored card. They show nothing of the card.</summary>
public static class CardAccessEndpoints
{
    private const string Read = "payment_methods:read";

    public static void MapCardAccesses(this RouteGroupBuilder methods)
    {
        methods.MapRead("/{id}/accesses", List, "listPaymentMethodAccesses", "List each time that a stored card was decrypted").RequireSecretKey(Read);
        methods.MapRead("/{id}/usage", Usage, "retrievePaymentMethodUsage", "Say how often a stored card was used, and when last").RequireSecretKey(Read);
    }

    internal static async Task<Results<ListResult<CardAccessResource>, ErrorResult>> List(
        string id, Params<AccessListParams> request, CardTokenStore store, CardAccessQueries queries)
    {
        if (!CardTokenStore.MayBeOf(id, request.Tenant)
            || await store.Know(CardTokenStore.MethodPrefix, id, request.Tenant, request.Aborted) is not { } handle)
        {
            return ErrorResult.From(CardTokenStore.NoSuchMethod(id));
        }

        return await queries.List(handle, request.Value.Query, request.Aborted) is { } page
            ? ListResult.Of($"/v1/payment_methods/{id}/accesses", page)
            : ListResult.NoSuchCursor(request.Value.Query);
    }

    internal static async Task<Results<ResourceResult<CardUsageResource>, ErrorResult>> Usage(string id, Params<NoParams> request, CardTokenStore store) =>
        CardTokenStore.MayBeOf(id, request.Tenant)
        && await store.Know(CardTokenStore.MethodPrefix, id, request.Tenant, request.Aborted) is { } handle
            ? new ResourceResult<CardUsageResource>(new CardUsageResource
            {
                LastUsed = handle.LastUsed?.ToUnixTimeSeconds(),
                Livemode = handle.Tenant.Livemode,
                PaymentMethod = handle.Id,
                UseCount = handle.UseCount,
            })
            : ErrorResult.From(CardTokenStore.NoSuchMethod(id));
}

/// <summary>The parameters of the list of a card's accesses.</summary>
public sealed record AccessListParams : IParams<AccessListParams>
{
    public required ListQuery Query { get; init; }

    public static AccessListParams Read(ParamBinder parameters) => new() { Query = ListQuery.Read(parameters) };
}
