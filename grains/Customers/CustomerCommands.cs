using PayGate.Customers;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Customers;

/// <summary>What the decider decides about.</summary>
public abstract record CustomerCommand(Tenant Tenant);

/// <param name="Tenant">Who asks.</param>
/// <param name="Id">The new customer's.</param>
/// <param name="Patch">Applied to no details.</param>
/// <param name="Request">The request.</param>
/// <param name="Pledged">The payment method that waits for the customer, if one does.</param>
public sealed record Open(Tenant Tenant, string Id, CustomerPatch Patch, RequestInfo Request, PledgedMethod? Pledged = null) : CustomerCommand(Tenant);

/// <summary>The payment method that the customer was created with was offered to it.</summary>
/// <param name="Tenant">Whose customer it is.</param>
/// <param name="Refused">Why it could not be attached, or null.</param>
public sealed record MethodOffered(Tenant Tenant, string? Refused) : CustomerCommand(Tenant);

/// <param name="Tenant">Who asks.</param>
/// <param name="Patch">What to change.</param>
/// <param name="OwnsDefault">Whether the default payment method of the patch, if it has one, is attached to the customer.</param>
/// <param name="Request">The request.</param>
public sealed record Change(Tenant Tenant, CustomerPatch Patch, bool OwnsDefault, RequestInfo Request) : CustomerCommand(Tenant);

/// <summary>A payment method is about to be detached.</summary>
public sealed record ForgetMethod(Tenant Tenant, string MethodId, RequestInfo Request) : CustomerCommand(Tenant);

/// <summary>No payment method names the deleted customer now.</summary>
public sealed record MethodsDetached(Tenant Tenant) : CustomerCommand(Tenant);

public sealed record Delete(Tenant Tenant, RequestInfo Request) : CustomerCommand(Tenant);

public sealed record OrderErasure(Tenant Tenant, RequestInfo Request) : CustomerCommand(Tenant);
