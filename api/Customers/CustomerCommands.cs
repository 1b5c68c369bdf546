using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.CardTokens;
using PayGate.Customers;

namespace PayGate.Api.Customers;

/// <summary>Sends commands to the actors of customers.</summary>
public sealed class CustomerCommands(CardTokenStore store, IGrainFactory grains, TimeProvider clock)
{
    private const string Prefix = "cus";

    /// <summary>A new customer, with its first payment method if the request brings one.</summary>
    public async Task<Outcome<Answer>> Create(CreateCustomerParams request, Tenant tenant, RequestInfo info, CancellationToken cancellationToken)
    {
        var create = new CreateCustomer { Tenant = tenant, Patch = request.Customer.Patch, Request = info };
        if (!request.Prepares)
        {
            return await grains.GetGrain<ICustomerGrain>(NewId(tenant)).Create(create, CancellationToken.None);
        }

        var stored = await FirstMethod(request, tenant, cancellationToken);
        if (!stored.IsSuccess)
        {
            return stored.Refusal;
        }

        var (methodId, patch) = (stored.Value, create.Patch);
        if ((request.Source is not null && !patch.DefaultPaymentMethod.IsPresent) || patch.DefaultPaymentMethod.Value == request.PaymentMethod)
        {
            // A named test method became a handle of the customer's own, and a token's card is the default as it was with sources.
            patch = patch with { DefaultPaymentMethod = new Patch<string>(methodId) };
        }

        // One that an earlier try has kept for a customer waits under that customer's id.
        var kept = await store.Know(CardTokenStore.MethodPrefix, methodId, tenant, cancellationToken);
        var id = kept?.Consumer is { } consumer && ObjectId.IsWellFormed(Prefix, consumer) ? consumer : NewId(tenant);
        return await grains.GetGrain<ICustomerGrain>(id).Create(create with { Patch = patch, MethodId = methodId }, CancellationToken.None);
    }

    /// <summary>An actor that finds no customer of the caller's under its id refuses and is gone again; what cannot be one's id does not get there.</summary>
    public async Task<CommandResult<T>> Run<T>(string id, Tenant tenant, Func<ICustomerGrain, Task<Outcome<Answer>>> command)
    {
        if (!ObjectId.IsWellFormed(Prefix, id) || !ObjectId.MayBelongTo(id, tenant.MerchantId))
        {
            return NoSuchCustomer(id);
        }

        var outcome = await command(grains.GetGrain<ICustomerGrain>(id));
        return outcome.Refusal is { Code: "resource_missing", Param: "id" } ? NoSuchCustomer(id) : outcome;
    }

    private string NewId(Tenant tenant) => ObjectId.New(Prefix, tenant.MerchantId, clock.GetUtcNow());

    private async Task<Outcome<string>> FirstMethod(CreateCustomerParams request, Tenant tenant, CancellationToken cancellationToken)
    {
        var (param, stored) = request.PaymentMethod is { } methodId
            ? ("payment_method", await store.Own(methodId, tenant, cancellationToken))
            : ("source", await store.StoreMethod(new NewHandle { TokenId = request.Source, Billing = BillingDetails.None }, tenant));
        return stored.IsSuccess ? stored : stored.Refusal with { Param = param };
    }

    /// <summary>A path may hold anything, a card number too: only what can be an id is repeated.</summary>
    public static Refusal NoSuchCustomer(string id, string param = "id") =>
        new("resource_missing", ObjectId.IsWellFormed(Prefix, id) ? $"No such customer: '{id}'" : "No such customer.", param);
}
