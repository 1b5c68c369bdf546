using PayGate.CardTokens;
using PayGate.Customers;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// Has the customer take the card that a payment was approved with. The payment is committed first, as one that still owes this; if the process ends in between, the
/// sweep offers the card again, and whoever has taken it says so again.
/// </summary>
internal sealed class MethodSaver(PaymentBook book, IGrainFactory grains)
{
    public async Task SaveIfDue(CancellationToken cancellationToken)
    {
        if (book.Current is not { MethodSaving: MethodSaving.Due, LatestAttempt: { Answer: { } approval } attempt } payment)
        {
            return;
        }

        var taken = await grains.GetGrain<ICustomerGrain>(payment.Details.Customer!).Attach(
            new AttachPaymentMethod
            {
                Tenant = payment.Tenant,
                MethodId = attempt.Method.Id,
                Request = attempt.Request with { Claim = null },
                SetUp = new VerifiedCard { By = payment.Id, Usage = payment.Details.SetupFutureUsage!, Answer = approval },
            },
            cancellationToken);
        // Too late for the customer's word: it stays due.
        if (taken.Refusal?.Code != ICardTokenGrain.BankUnavailable)
        {
            await book.Change(new MethodOffered(taken.Refusal?.Code), _ => null, cancellationToken);
        }
    }
}
