using PayGate.Customers;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Customers;

/// <summary>Whether a payment, a setup or a refund request may name a customer.</summary>
internal static class CustomerCheck
{
    /// <summary>Null when it may: it names none, or one that is the tenant's and not deleted.</summary>
    public static async Task<Refusal?> Refuse(this IGrainFactory grains, string? customerId, Tenant tenant, CancellationToken cancellationToken) =>
        customerId is null
        || (ObjectId.IsWellFormed("cus", customerId)
            && await grains.GetGrain<ICustomerGrain>(customerId).Get(cancellationToken) is { IsDeleted: false } customer
            && customer.Tenant == tenant)
            ? null
            : CustomerRefusals.NoSuchOwner;
}
