using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.Api.Search;
using PayGate.Customers;

namespace PayGate.Api.Customers;

/// <summary>The routes of <c>/v1/customers</c>.</summary>
public static class CustomerEndpoints
{
    private const string Url = "/v1/customers";
    private const string Read = "customers:read";
    private const string Write = "customers:write";

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapResource("customers", "Customers", "Whom payments and saved cards belong to.");
        customers.MapCommand("", Create, "createCustomer", "Create a customer").RequireSecretKey(Write)
            .Refuses([.. IntentRefusals.Attempt, "bank_unavailable"]);
        customers.MapRead("", List, "listCustomers", "List customers").RequireSecretKey(Read);
        customers.MapRead("/search", Search, "searchCustomers", "Search customers").RequireSecretKey(Read);
        customers.MapRead("/{id}", Retrieve, "retrieveCustomer", "Retrieve a customer").RequireSecretKey(Read);
        customers.MapCommand("/{id}", Update, "updateCustomer", "Update a customer").RequireSecretKey(Write);
        customers.MapMethodsOfCustomer();
        customers.MapSources();
        customers.MapCommand("/{id}/erase", Erase, "eraseCustomer", "Delete a customer and erase what is personal of it everywhere").RequireSecretKey(Write);
        customers.MapRead("/{id}/erasure", Erasure, "retrieveCustomerErasure", "Say how far a customer's erasure is").RequireSecretKey(Read);
        customers.MapDeletion("/{id}", Delete, "deleteCustomer", "Delete a customer for good").RequireSecretKey(Write);
    }

    internal static async Task<CommandResult<CustomerResource>> Create(Params<CreateCustomerParams> request, CustomerCommands customers) =>
        await customers.Create(request.Value, request.Tenant, request.Info, request.Aborted);

    internal static Task<CommandResult<CustomerResource>> Update(string id, Params<CustomerParams> request, CustomerCommands customers) =>
        customers.Run<CustomerResource>(id, request.Tenant, customer => customer.Update(
            new UpdateCustomer { Tenant = request.Tenant, Patch = request.Value.Patch, Request = request.Info }, CancellationToken.None));

    internal static Task<CommandResult<DeletedCustomerResource>> Delete(string id, Params<NoParams> request, CustomerCommands customers) =>
        customers.Run<DeletedCustomerResource>(id, request.Tenant, customer => customer.Delete(
            new DeleteCustomer { Tenant = request.Tenant, Request = request.Info }, CancellationToken.None));

    internal static async Task<Results<ResourceResult<IAnyCustomerResource>, ErrorResult>> Retrieve(
        string id, Params<ReadParams> request, CustomerQueries queries, CustomerRenderer renderer) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } customer
            ? new ResourceResult<IAnyCustomerResource>(WireJson.WriteObject(await renderer.Render(customer, request.Expansion, request.Aborted)))
            : ErrorResult.From(CustomerCommands.NoSuchCustomer(id));

    internal static Task<CommandResult<CustomerErasureResource>> Erase(string id, Params<EraseCustomerParams> request, CustomerCommands customers) =>
        customers.Run<CustomerErasureResource>(id, request.Tenant, customer => customer.Erase(
            new EraseCustomer { Tenant = request.Tenant, Request = request.Info }, CancellationToken.None));

    internal static async Task<Results<ResourceResult<CustomerErasureResource>, ErrorResult>> Erasure(
        string id, Params<NoParams> request, CustomerQueries queries) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { ErasureOrderedAt: not null } customer
            ? new ResourceResult<CustomerErasureResource>(customer.ToErasure())
            : ErrorResult.From(CustomerCommands.NoSuchCustomer(id));

    internal static async Task<Results<ListResult<CustomerResource>, ErrorResult>> List(
        Params<CustomerListParams> request, CustomerQueries queries) =>
        await queries.List(request.Tenant, request.Value, request.Aborted) is { } page
            ? ListResult.Of(Url, page.Select(customer => customer.ToResource()))
            : ListResult.NoSuchCursor(request.Value.Query);

    internal static async Task<Results<SearchResult<CustomerResource>, ErrorResult>> Search(Params<SearchParams> request, CustomerQueries queries)
    {
        var found = await queries.Search(request.Tenant, request.Value, request.Aborted);
        return found.IsSuccess
            ? new SearchResult<CustomerResource>(
                Url + "/search",
                found.Value.Select(customer => WireJson.Write(customer.ToResource())),
                found.Value.HasMore ? found.Value.Items[^1].Id : null)
            : ErrorResult.From(found.Refusal);
    }
}
