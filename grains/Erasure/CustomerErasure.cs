using PayGate.Grains.Customers;
using PayGate.Grains.Journal;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Erasure;

/// <summary>Erases a customer in a database that nobody uses yet: one that was restored from before the erasure.</summary>
public sealed class CustomerErasure(IJournal journal, PersonalDataEraser eraser, TimeProvider clock)
{
    /// <summary>
    /// True when the customer was there and its erasure not ordered; then all that was personal of it is gone when this returns. Due work says a minute later that it is
    /// done. An erasure that is ordered in the database is due work of its customer, which another silo may be at.
    /// </summary>
    public async Task<bool> Apply(ErasureEntry entry, CancellationToken cancellationToken)
    {
        var book = new CustomerBook(entry.Customer, journal, clock);
        await book.EnsureLoaded(cancellationToken);
        if (book.Current is not { ErasureOrderedAt: null } customer)
        {
            return false;
        }

        await book.Change(new OrderErasure(customer.Tenant, RequestInfo.None), cancellationToken);
        while ((await eraser.EraseSome(customer.Tenant, customer.Id, cancellationToken)).Count > 0)
        {
        }

        return true;
    }
}
