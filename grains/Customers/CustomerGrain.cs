using PayGate.Customers;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Customers;

/// <summary>One customer: decides, commits once, then answers.</summary>
public sealed class CustomerGrain(IJournal journal, TimeProvider clock) : Grain, ICustomerGrain
{
    private StreamBook<Customer, CustomerEvent> _book = null!;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<Customer, CustomerEvent>(Id, new CustomerStream(), journal);
        return Task.CompletedTask;
    }

    // A new id has no row, so nothing is read first.
    public Task<Outcome<Answer>> Create(CreateCustomer command, CancellationToken cancellationToken) =>
        Guarded(() => Answer(new Open(command.Tenant, Id, command.Patch, command.Request), command.Request, cancellationToken));

    public Task<Outcome<Answer>> Update(UpdateCustomer command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return await Answer(new Change(command.Tenant, command.Patch, command.Request), command.Request, cancellationToken);
    });

    public Task<Outcome<Answer>> Delete(DeleteCustomer command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return await Answer(new Delete(command.Tenant, command.Request), command.Request, cancellationToken);
    });

    private async Task<Outcome<Answer>> Answer(CustomerCommand command, RequestInfo request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changed = await _book.Change(
            command.Tenant.MerchantId,
            now,
            state => CustomerDecider.Decide(state, command, now),
            next => IdempotencyWrites.Done(request, Id, next.ToAnswer(), clock),
            cancellationToken);
        return changed.IsSuccess ? changed.Value.ToAnswer() : changed.Refusal;
    }

    /// <summary>After an exception the stored state may be ahead of the memory, so the activation goes; without a customer it leaves nothing behind either.</summary>
    private async Task<T> Guarded<T>(Func<Task<T>> turn)
    {
        var completed = false;
        try
        {
            var result = await turn();
            completed = _book.Current is { IsDeleted: false };
            return result;
        }
        finally
        {
            if (!completed)
            {
                DeactivateOnIdle();
            }
        }
    }
}
