using PayGate.Customers;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Customers;

/// <summary>What the decider decides about.</summary>
public abstract record CustomerCommand(Tenant Tenant);

public sealed record Open(Tenant Tenant, string Id, CustomerPatch Patch, RequestInfo Request) : CustomerCommand(Tenant);

public sealed record Change(Tenant Tenant, CustomerPatch Patch, RequestInfo Request) : CustomerCommand(Tenant);

public sealed record Delete(Tenant Tenant, RequestInfo Request) : CustomerCommand(Tenant);
