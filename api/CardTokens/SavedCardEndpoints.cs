using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Customers;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.CardTokens;
using PayGate.Customers;

namespace PayGate.Api.CardTokens;

/// <summary>The routes that save cards for customers: of <c>/v1/payment_methods</c> and, for reading, of <c>/v1/customers</c>.</summary>
public static class SavedCardEndpoints
{
    private const string Url = "/v1/payment_methods";
    private const string Read = "payment_methods:read";
    private const string Write = "payment_methods:write";

    private static readonly string[] States = ["payment_method_unexpected_state", "token_revoked", "token_expired", "account_erased"];

    public static void MapSavedCards(this RouteGroupBuilder methods)
    {
        methods.MapRead("", List, "listPaymentMethods", "List a customer's payment methods").RequireSecretKey(Read);
        methods.MapCommand("/{id}", Update, "updatePaymentMethod", "Update a customer's payment method").RequireSecretKey(Write).Refuses(States);
        methods.MapCommand("/{id}/attach", Attach, "attachPaymentMethod", "Verify a card and save it for a customer").RequireSecretKey(Write)
            .Refuses([.. States, .. IntentRefusals.Attempt, "customer_max_payment_methods", "bank_unavailable"]);
        methods.MapCommand("/{id}/detach", Detach, "detachPaymentMethod", "Take a saved card from its customer for good")
            .RequireSecretKey(Write).Refuses(States);
    }

    public static void MapMethodsOfCustomer(this RouteGroupBuilder customers)
    {
        customers.MapRead("/{id}/payment_methods", ListOfCustomer, "listCustomerPaymentMethods", "List a customer's payment methods")
            .RequireSecretKey(Read);
        customers.MapRead("/{id}/payment_methods/{method}", RetrieveOfCustomer, "retrieveCustomerPaymentMethod", "Retrieve a customer's payment method")
            .RequireSecretKey(Read);
    }

    internal static async Task<CommandResult<PaymentMethodResource>> Attach(
        string id, Params<AttachParams> request, CardTokenStore store, CustomerQueries customers, CustomerCommands commands)
    {
        var (customerId, tenant) = (request.Value.Customer, request.Tenant);
        if (await customers.Find(customerId, tenant, request.Aborted) is not { IsDeleted: false })
        {
            return CustomerCommands.NoSuchCustomer(customerId, "customer");
        }

        var stored = await store.Own(id, tenant, request.Aborted);
        return !stored.IsSuccess ? stored.Refusal : await commands.Run<PaymentMethodResource>(customerId, tenant, customer => customer.Attach(
            new AttachPaymentMethod { Tenant = tenant, MethodId = stored.Value, Request = request.Info }, CancellationToken.None));
    }

    internal static async Task<CommandResult<PaymentMethodResource>> Detach(
        string id, Params<ReadParams> request, CardTokenStore store, IGrainFactory grains)
    {
        var tenant = request.Tenant;
        return await store.Know(CardTokenStore.MethodPrefix, id, tenant, request.Aborted) switch
        {
            null => CardTokenStore.NoSuchMethod(id),
            { Customer: { } customer } => await grains.GetGrain<ICustomerGrain>(customer).Detach(
                new DetachPaymentMethod { Tenant = tenant, MethodId = id, Request = request.Info }, CancellationToken.None),
            _ => new Refusal(
                "payment_method_unexpected_state", "The payment method is not attached to a customer, so it cannot be detached.", "payment_method"),
        };
    }

    internal static async Task<CommandResult<PaymentMethodResource>> Update(
        string id, Params<UpdateMethodParams> request, IGrainFactory grains)
    {
        var tenant = request.Tenant;
        return CardTokenStore.MayBeOf(id, tenant) && await grains.GetGrain<ICardTokenGrain>(id).Update(
            new UpdateCardToken
            {
                Tenant = tenant,
                Billing = request.Value.Billing,
                Metadata = request.Value.Metadata,
                AllowRedisplay = request.Value.AllowRedisplay,
                Request = request.Info,
            },
            CancellationToken.None) is { Refusal: not { Code: "resource_missing" } } outcome
            ? outcome
            : CardTokenStore.NoSuchMethod(id);
    }

    internal static async Task<Results<ListResult<PaymentMethodResource>, ErrorResult>> List(
        Params<MethodListParams> request, CustomerQueries customers, PaymentMethodReader methods) =>
        await customers.Find(request.Value.Customer, request.Tenant, request.Aborted) is { IsDeleted: false } customer
            ? await ListOf(customer, Url, request.Value.List.Query, request.Expansion, methods, request.Aborted)
            : ErrorResult.From(CustomerCommands.NoSuchCustomer(request.Value.Customer, "customer"));

    internal static async Task<Results<ListResult<PaymentMethodResource>, ErrorResult>> ListOfCustomer(
        string id, Params<CustomersMethodListParams> request, CustomerQueries customers, PaymentMethodReader methods) =>
        await customers.Find(id, request.Tenant, request.Aborted) is { IsDeleted: false } customer
            ? await ListOf(customer, $"/v1/customers/{customer.Id}/payment_methods", request.Value.Query, request.Expansion, methods, request.Aborted)
            : ErrorResult.From(CustomerCommands.NoSuchCustomer(id));

    internal static async Task<Results<ResourceResult<PaymentMethodResource>, ErrorResult>> RetrieveOfCustomer(
        string id, string method, Params<ReadParams> request, PaymentMethodReader methods) =>
        await methods.Find(method, request.Tenant, request.Expansion, request.Aborted) is { Customer.Id: { } owner } found && owner == id
            ? new ResourceResult<PaymentMethodResource>(found)
            : ErrorResult.From(CardTokenStore.NoSuchMethod(method));

    private static async Task<Results<ListResult<PaymentMethodResource>, ErrorResult>> ListOf(
        Customer customer, string url, ListQuery query, Expansion expansion, PaymentMethodReader methods, CancellationToken cancellationToken) =>
        await methods.List(customer.Id, customer.Tenant, query, expansion, cancellationToken) is { } page
            ? ListResult.Of(url, page)
            : ListResult.NoSuchCursor(query);
}
