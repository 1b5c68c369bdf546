using PayGate.Api.Commands;
using PayGate.Customers;

namespace PayGate.Api.Customers;

/// <summary>Sends commands to the actors of customers.</summary>
public sealed class CustomerCommands(IGrainFactory grains)
{
    /// <summary>An actor that finds no customer of the caller's under its id refuses and is gone again; what cannot be one's id does not get there.</summary>
    public async Task<CommandResult<T>> Run<T>(string id, Tenant tenant, Func<ICustomerGrain, Task<Outcome<Answer>>> command)
    {
        if (!ObjectId.IsWellFormed("cus", id) || !ObjectId.MayBelongTo(id, tenant.MerchantId))
        {
            return NoSuchCustomer(id);
        }

        var outcome = await command(grains.GetGrain<ICustomerGrain>(id));
        return outcome.Refusal is { Code: "resource_missing", Param: "id" } ? NoSuchCustomer(id) : outcome;
    }

    /// <summary>A path may hold anything, a card number too: only what can be an id is repeated.</summary>
    public static Refusal NoSuchCustomer(string id, string param = "id") =>
        new("resource_missing", ObjectId.IsWellFormed("cus", id) ? $"No such customer: '{id}'" : "No such customer.", param);
}
