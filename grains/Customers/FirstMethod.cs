using PayGate.CardTokens;
using PayGate.Customers;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Customers;

/// <summary>
/// Creates a customer together with its first payment method. The method is verified and kept for the customer's id first, so that no other request can have it; then
/// the customer is committed, owing itself the method; then that is attached. If the process ends after the first step, the method waits for a repeat, which creates the
/// customer under the same id; if it ends after the second, due work does the third.
/// </summary>
internal sealed class FirstMethod(string id, CustomerBook book, IGrainFactory grains, TimeProvider clock)
{
    public async Task<Outcome<Answer>> Open(CreateCustomer command, CancellationToken cancellationToken)
    {
        if (book.Current is not null)
        {
            return CustomerRefusals.CreatedBefore;
        }

        var (tenant, request, methodId) = (command.Tenant, command.Request, command.MethodId!);
        var pledge = await grains.GetGrain<ICardTokenGrain>(methodId).Pledge(
            new PledgeCardToken { Tenant = tenant, CustomerId = id, Request = request }, cancellationToken);
        if (pledge is not { Value.Approval: { } approval })
        {
            return pledge.IsSuccess ? pledge.Value.Decline! : pledge.Refusal;
        }

        var open = new Open(tenant, id, command.Patch, request, new PledgedMethod { MethodId = methodId, Approval = approval });
        var answer = await book.Answer(open, request, cancellationToken);
        if (answer.IsSuccess)
        {
            await Take(cancellationToken);
        }

        return answer;
    }

    /// <summary>Attaches what the customer still owes itself; harmless when it owes nothing.</summary>
    public async Task Take(CancellationToken cancellationToken)
    {
        if (book.Current is not { Pledged: { } pledged } customer)
        {
            return;
        }

        var taken = await grains.GetGrain<ICardTokenGrain>(pledged.MethodId).Attach(
            new AttachCardToken
            {
                Tenant = customer.Tenant,
                CustomerId = id,
                Until = clock.GetUtcNow() + CustomerDecider.Vouching,
                Request = RequestInfo.None,
                Pledged = pledged.Approval,
            },
            cancellationToken);
        // Too late for the customer's word: it stays due.
        if (taken.Refusal?.Code != ICardTokenGrain.BankUnavailable)
        {
            await book.Change(new MethodOffered(customer.Tenant, taken.Refusal?.Code), cancellationToken);
        }
    }
}
