using PayGate.CardTokens;
using PayGate.CheckoutSessions;
using PayGate.Customers;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// What an approved payment owes to others: its card to the customer who is to keep it, and the news to its checkout session. The approval is committed first, with
/// what is owed; if the process ends in between, the sweep does it again, and whoever had it already says so again.
/// </summary>
internal sealed class ApprovalDebts(PaymentBook book, IGrainFactory grains)
{
    public async Task Pay(CancellationToken cancellationToken)
    {
        await SaveMethod(cancellationToken);
        if (book.Current is { OwesSession: true, Details.CheckoutSession: { } session })
        {
            await grains.GetGrain<ICheckoutSessionGrain>(session).Wake(cancellationToken);
            await book.Change(new SessionKnows(), _ => null, cancellationToken);
        }
    }

    private async Task SaveMethod(CancellationToken cancellationToken)
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
