using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.CardTokens;
using PayGate.Customers;

namespace PayGate.Api.Customers;

/// <summary>
/// The older routes for saved cards, <c>/v1/customers/{id}/sources</c>: another view of a customer's payment methods, with the same ids and the same rights.
/// </summary>
public static class SourceEndpoints
{
    private const string Read = "payment_methods:read";
    private const string Write = "payment_methods:write";

    private static readonly string[] States = ["payment_method_unexpected_state", "token_revoked", "token_expired", "account_erased"];

    public static void MapSources(this RouteGroupBuilder customers)
    {
        customers.MapCommand("/{id}/sources", Create, "createCustomerSource", "Save a token's card for a customer").RequireSecretKey(Write)
            .Refuses([.. IntentRefusals.Attempt, "customer_max_payment_methods", "bank_unavailable"]);
        customers.MapRead("/{id}/sources", List, "listCustomerSources", "List a customer's cards in the older shape").RequireSecretKey(Read);
        customers.MapRead("/{id}/sources/{source}", Retrieve, "retrieveCustomerSource", "Retrieve a customer's card in the older shape").RequireSecretKey(Read);
        customers.MapCommand("/{id}/sources/{source}", Update, "updateCustomerSource", "Update name, address or metadata of a customer's card")
            .RequireSecretKey(Write).Refuses(States);
        customers.MapDeletion("/{id}/sources/{source}", Delete, "deleteCustomerSource", "Take a card from its customer for good")
            .RequireSecretKey(Write).Refuses(States);
    }

    internal static async Task<CommandResult<SourceResource>> Create(
        string id, Params<CreateSourceParams> request, CardTokenStore store, CustomerQueries customers, CustomerCommands commands)
    {
        var tenant = request.Tenant;
        // Before the token is taken, which can be done once.
        if (await customers.Find(id, tenant, request.Aborted) is not { IsDeleted: false })
        {
            return CustomerCommands.NoSuchCustomer(id);
        }

        var stored = await store.StoreMethod(request.Value.Handle, tenant);
        return !stored.IsSuccess ? stored.Refusal with { Param = "source" } : await commands.Run<SourceResource>(id, tenant, customer => customer.Attach(
            new AttachPaymentMethod { Tenant = tenant, MethodId = stored.Value, Request = request.Info, AsSource = true }, CancellationToken.None));
    }

    internal static async Task<CommandResult<SourceResource>> Update(
        string id, string source, Params<UpdateSourceParams> request, PaymentMethodReader methods, IGrainFactory grains)
    {
        var (tenant, change) = (request.Tenant, request.Value);
        return !await methods.IsSource(source, id, tenant, request.Aborted)
            ? NoSuchSource(source)
            : await grains.GetGrain<ICardTokenGrain>(source).Update(
                new UpdateCardToken { Tenant = tenant, Billing = change.Billing, Metadata = change.Metadata, Request = request.Info, AsSource = true },
                CancellationToken.None);
    }

    internal static async Task<CommandResult<DeletedSourceResource>> Delete(
        string id, string source, Params<NoParams> request, PaymentMethodReader methods, IGrainFactory grains)
    {
        var tenant = request.Tenant;
        if (!await methods.IsSource(source, id, tenant, request.Aborted))
        {
            return NoSuchSource(source);
        }

        var detached = await grains.GetGrain<ICustomerGrain>(id).Detach(
            new DetachPaymentMethod { Tenant = tenant, MethodId = source, Request = request.Info }, CancellationToken.None);
        return detached.IsSuccess ? new CommandResult<DeletedSourceResource>(Gone(source)) : detached.Refusal;
    }

    internal static async Task<Results<ResourceResult<SourceResource>, ErrorResult>> Retrieve(
        string id, string source, Params<ReadParams> request, PaymentMethodReader methods) =>
        await methods.FindSource(source, id, request.Tenant, request.Expansion, request.Aborted) is { } found
            ? new ResourceResult<SourceResource>(found)
            : ErrorResult.From(NoSuchSource(source));

    internal static async Task<Results<ListResult<SourceResource>, ErrorResult>> List(
        string id, Params<SourceListParams> request, CustomerQueries customers, PaymentMethodReader methods)
    {
        if (await customers.Find(id, request.Tenant, request.Aborted) is not { IsDeleted: false })
        {
            return ErrorResult.From(CustomerCommands.NoSuchCustomer(id));
        }

        return await methods.ListSources(id, request.Tenant, request.Value.Query, request.Expansion, request.Aborted) is { } page
            ? ListResult.Of($"/v1/customers/{id}/sources", page)
            : ListResult.NoSuchCursor(request.Value.Query);
    }

    private static Answer Gone(string id) => new() { Status = 200, Body = WireJson.Write(new DeletedSourceResource { Id = id }) };

    private static Refusal NoSuchSource(string id) =>
        new("resource_missing", ObjectId.IsWellFormed(CardTokenStore.MethodPrefix, id) ? $"No such source: '{id}'" : "No such source.", "id");
}
