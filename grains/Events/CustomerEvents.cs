using PayGate.Customers;
using PayGate.Grains.Customers;
using PayGate.Grains.Journal;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>Which public events a customer's facts mean, and what they show.</summary>
internal sealed class CustomerEvents : StreamEvents<Customer, CustomerEvent>
{
    public override string Prefix => "cus";

    public override IReadOnlyDictionary<string, string[]> TypesByFact { get; } = new Dictionary<string, string[]>
    {
        ["customer.created"] = ["customer.created"],
        ["customer.updated"] = ["customer.updated"],
        ["customer.deleted"] = ["customer.deleted"],
    };

    protected override CustomerEvent Read(StoredFact stored) => CustomerFacts.Read(stored.Type, stored.Data, stored.Details);

    protected override Customer Apply(Customer? state, CustomerEvent fact) => CustomerDecider.Apply(state, fact);

    protected override Tenant TenantOf(Customer state) => state.Tenant;

    protected override object ObjectOf(string type, Customer state, CustomerEvent fact) => state.ToResource();

    /// <summary>A deletion shows the customer as it last was.</summary>
    protected override object Shown(string type, Step step) => (step.Fact is CustomerDeleted ? step.Before! : step.After).ToResource();

    protected override RequestInfo RequestOf(Step step) => step.Fact switch
    {
        CustomerCreated created => created.Request,
        CustomerUpdated updated => updated.Request,
        CustomerDeleted deleted => deleted.Request,
        _ => RequestInfo.None,
    };
}
