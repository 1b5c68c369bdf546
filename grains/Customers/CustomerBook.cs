using PayGate.Customers;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Customers;

/// <summary>The last committed state of one customer and the only way to change it.</summary>
internal sealed class CustomerBook(string id, IJournal journal, TimeProvider clock)
{
    private readonly StreamBook<Customer, CustomerEvent> _book = new(id, new CustomerStream(), journal);

    public Customer? Current => _book.Current;

    public ValueTask EnsureLoaded(CancellationToken cancellationToken) => _book.EnsureLoaded(cancellationToken);

    /// <summary>The state after the command; unchanged if there was nothing to do.</summary>
    public Task<Outcome<Customer>> Change(CustomerCommand command, CancellationToken cancellationToken) => Change(command, _ => null, cancellationToken);

    /// <summary>The same for a request: its answer is recorded in the commit.</summary>
    public async Task<Outcome<Answer>> Answer(CustomerCommand command, RequestInfo request, CancellationToken cancellationToken)
    {
        var changed = await Change(command, next => IdempotencyWrites.Done(request, id, next.ToAnswer(), clock), cancellationToken);
        return changed.IsSuccess ? changed.Value.ToAnswer() : changed.Refusal;
    }

    /// <summary>An order of erasure: its answer is how far that is.</summary>
    public async Task<Outcome<Answer>> Erase(OrderErasure command, RequestInfo request, CancellationToken cancellationToken)
    {
        var changed = await Change(command, next => IdempotencyWrites.Done(request, id, next.ToErasureAnswer(), clock), cancellationToken);
        return changed.IsSuccess ? changed.Value.ToErasureAnswer() : changed.Refusal;
    }

    private Task<Outcome<Customer>> Change(CustomerCommand command, Func<Customer, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return _book.Change(command.Tenant.MerchantId, now, state => CustomerDecider.Decide(state, command, now), idempotency, cancellationToken);
    }
}
