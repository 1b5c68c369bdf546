using PayGate.Customers;
using PayGate.Grains.Erasure;
using PayGate.Grains.Journal;

namespace PayGate.Grains.Customers;

/// <summary>How a customer is read, changed and written.</summary>
internal sealed class CustomerStream : IStream<Customer, CustomerEvent>
{
    public StreamKind Kind => StreamKind.Customer;

    public ValueTask<Customer> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(CustomerStorage.Read(stored));

    public Customer Apply(Customer? state, CustomerEvent fact) => CustomerDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(CustomerEvent fact) => (CustomerFacts.NameOf(fact), CustomerFacts.Write(fact));

    /// <summary>When the method that it was created with must be attached, or a deleted customer's methods be looked for.</summary>
    public static DateTimeOffset? DueAt(Customer customer) => customer.Cleared switch
    {
        _ when customer.Pledged is not null => customer.Created,
        MethodsCleared.No => customer.DeletedAt,
        MethodsCleared.Once => customer.DeletedAt + CustomerDecider.LateAfterDeletion,
        _ => null,
    };

    public JournalCommit Commit(Customer next, IReadOnlyList<CustomerEvent> facts, JournalFrame frame) => new()
    {
        Head = new CustomerRow
        {
            Id = frame.Id,
            MerchantId = next.Tenant.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = CustomerStorage.Write(next),
            DueAt = DueAt(next),
            Livemode = next.Tenant.Livemode,
            Email = next.Details.Email,
            Deleted = next.IsDeleted,
            Created = next.Created,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
        Index =
        [
            .. frame.DetailsOf(facts, fact => fact.Details is { } details ? CustomerStorage.WriteDetails(details) : null),
            .. facts.OfType<CustomerErasureOrdered>().Select(ordered => new ErasureRow
            {
                Id = frame.Id,
                MerchantId = next.Tenant.MerchantId,
                Livemode = next.Tenant.Livemode,
                OrderedAt = ordered.At,
            }),
        ],
    };
}
