using System.Collections.Immutable;
using PayGate.Customers;
using PayGate.PaymentIntents;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.Customers.CustomerEvent>>;

namespace PayGate.Grains.Customers;

/// <summary>
/// The rules of a customer, pure: (state, command, now) to facts or a refusal. No facts means that nothing is left to do. The table of legal moves in this
/// folder's README is compared with it by a test.
/// </summary>
public static class CustomerDecider
{
    /// <summary>How long a customer's word holds for a payment method that is being attached: longer than the bank may take.</summary>
    public static readonly TimeSpan Vouching = TimeSpan.FromSeconds(30);

    /// <summary>
    /// From here on after a deletion nothing can come that the customer vouched for before: twice the time, so that no clock that is a little off cuts it short.
    /// </summary>
    public static readonly TimeSpan LateAfterDeletion = Vouching * 2;

    private static readonly Decision Nothing = ImmutableArray<CustomerEvent>.Empty;

    public static Decision Decide(Customer? state, CustomerCommand command, DateTimeOffset now) => (state, command) switch
    {
        (null, Open open) => Opened(open, now),
        (null, _) => CustomerRefusals.NoSuchCustomer,
        ({ } customer, _) when customer.Tenant != command.Tenant => CustomerRefusals.NoSuchCustomer,
        (_, Open { Pledged: not null }) => CustomerRefusals.CreatedBefore,
        (_, Open) => throw new InvalidOperationException("A customer is created once: its id is new at each request."),

        (_, OrderErasure order) => Ordered(state, order, now),
        (_, MethodsDetached) => Cleared(state, now),
        ({ Pledged: null }, MethodOffered) => Nothing,
        (_, MethodOffered offered) => Offered(state, offered, now),
        ({ IsDeleted: true } or { Details.DefaultPaymentMethod: null }, ForgetMethod) => Nothing,
        (_, ForgetMethod forget) when state.Details.DefaultPaymentMethod != forget.MethodId => Nothing,
        (_, ForgetMethod forget) => Facts(new CustomerUpdated
        {
            Details = state.Details with { DefaultPaymentMethod = null },
            Request = forget.Request,
            At = now,
        }),
        ({ IsDeleted: true }, _) => CustomerRefusals.NoSuchCustomer,

        (_, Change change) => Changed(state, change, now),
        (_, Delete delete) => Facts(new CustomerDeleted { Request = delete.Request, At = now }),
        _ => throw new InvalidOperationException($"The rules of a customer do not know {command.GetType().Name}."),
    };

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static Customer Apply(Customer? state, CustomerEvent fact) => (state, fact) switch
    {
        (null, CustomerCreated created) => new Customer
        {
            Id = created.Id,
            Tenant = new() { MerchantId = created.MerchantId, Livemode = created.Livemode },
            Created = created.At,
            Details = created.Details ?? CustomerDetails.None,
            Pledged = created.Pledged,
        },
        ({ } customer, CustomerUpdated updated) => customer with { Details = updated.Details ?? CustomerDetails.None },
        ({ } customer, CustomerMethodOffered) => customer with { Pledged = null },
        ({ } customer, CustomerMethodsDetached detached) =>
            customer with { Cleared = detached.ForGood ? MethodsCleared.ForGood : MethodsCleared.Once },
        ({ } customer, CustomerErasureOrdered) => customer with { ErasureOrderedAt = fact.At, Cleared = MethodsCleared.No },
        ({ } customer, CustomerErased) => customer with { ErasedAt = fact.At },
        ({ } customer, CustomerDeleted) => customer with { DeletedAt = fact.At, Details = CustomerDetails.None, Pledged = null },
        _ => throw new InvalidOperationException($"A customer's stream does not know the fact {fact.GetType().Name} here."),
    };

    private static Decision Opened(Open open, DateTimeOffset now)
    {
        var details = Patched(CustomerDetails.None, open.Patch, open.Pledged?.MethodId == open.Patch.DefaultPaymentMethod.Value);
        return !details.IsSuccess ? details.Refusal : Facts(new CustomerCreated
        {
            Id = open.Id,
            MerchantId = open.Tenant.MerchantId,
            Livemode = open.Tenant.Livemode,
            Details = details.Value,
            Request = open.Request,
            Pledged = open.Pledged,
            At = now,
        });
    }

    /// <summary>A method that cannot be the customer's any more is not its default either.</summary>
    private static Decision Offered(Customer state, MethodOffered offered, DateTimeOffset now)
    {
        var settled = new CustomerMethodOffered { Refused = offered.Refused, At = now };
        return offered.Refused is null || state.Details.DefaultPaymentMethod != state.Pledged!.MethodId ? Facts(settled) : Facts(settled, new CustomerUpdated
        {
            Details = state.Details with { DefaultPaymentMethod = null },
            Request = RequestInfo.None,
            At = now,
        });
    }

    private static Decision Changed(Customer state, Change change, DateTimeOffset now)
    {
        var details = Patched(state.Details, change.Patch, change.OwnsDefault);
        return !details.IsSuccess ? details.Refusal
            : IsSame(details.Value, state.Details) ? Nothing
            : Facts(new CustomerUpdated { Details = details.Value, Request = change.Request, At = now });
    }

    private static Outcome<CustomerDetails> Patched(CustomerDetails details, CustomerPatch patch, bool ownsDefault) =>
        patch.DefaultPaymentMethod.Value is not null && !ownsDefault ? CustomerRefusals.NotOwnMethod : patch.ApplyTo(details);

    /// <summary>The record of the request belongs to the order: what was said to a request about personal data is erased, and this is not.</summary>
    private static Decision Ordered(Customer state, OrderErasure order, DateTimeOffset now)
    {
        var ordered = new CustomerErasureOrdered { Request = order.Request, At = now };
        return state switch
        {
            { ErasureOrderedAt: not null } => Nothing,
            { IsDeleted: true } => Facts(ordered),
            _ => Facts(new CustomerDeleted { Request = order.Request with { Claim = null }, At = now }, ordered),
        };
    }

    private static Decision Cleared(Customer state, DateTimeOffset now) => state switch
    {
        { DeletedAt: { } at, ErasureOrderedAt: not null, Cleared: not MethodsCleared.ForGood } when now >= at + LateAfterDeletion =>
            Facts(new CustomerMethodsDetached { ForGood = true, At = now }, new CustomerErased { At = now }),
        { DeletedAt: { } at, Cleared: not MethodsCleared.ForGood } when now >= at + LateAfterDeletion =>
            Facts(new CustomerMethodsDetached { ForGood = true, At = now }),
        { IsDeleted: true, Cleared: MethodsCleared.No } => Facts(new CustomerMethodsDetached { ForGood = false, At = now }),
        _ => Nothing,
    };

    /// <summary>By their stored form: collections compare by reference, and what is stored alike is alike.</summary>
    private static bool IsSame(CustomerDetails one, CustomerDetails other) => CustomerStorage.WriteDetails(one) == CustomerStorage.WriteDetails(other);

    private static Decision Facts(params ReadOnlySpan<CustomerEvent> facts) => ImmutableArray.Create(facts);
}
