using PayGate.Disputes;
using PayGate.Grains.Acquiring;
using PayGate.Grains.Disputes;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// What a payment owes for its disputes: the chargeback that the bank announced, an actor for each dispute, and the bank's confirmation of each withdrawal and return. The
/// money is committed first, with what is owed; if the process ends in between, the sweep does it again, and whoever had it already says so again.
/// </summary>
internal sealed class DisputeDebts(
    PaymentBook book, IAcquirer acquirer, IJournal journal, IGrainFactory grains, IMerchantTerms terms, IFailpoints failpoints, TimeProvider clock)
{
    /// <summary>Withdraws what is disputed, in one commit with whatever the caller records.</summary>
    public async Task<Outcome<PaymentIntent>> Open(
        long? amount, string reason, RequestInfo request, bool announced, Func<PaymentIntent, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var payment = book.Current!;
        var inForce = terms.For(payment.MerchantId, payment.Amount.Currency);
        return inForce.IsSuccess
            ? await book.Change(
                new OpenDispute(amount, reason, payment.FeeOfDispute(inForce.Value), NewTransactionId(), request) { Announced = announced }, idempotency, cancellationToken)
            : inForce.Refusal;
    }

    /// <summary>Ends a dispute; one that is won brings back what was withdrawn, once the bank has confirmed that.</summary>
    public async Task<Outcome<PaymentIntent>> End(string disputeId, bool won, CancellationToken cancellationToken)
    {
        await Pay(cancellationToken);
        return await book.Change(new EndDispute(disputeId, won, NewTransactionId()), _ => null, cancellationToken);
    }

    public async Task Pay(CancellationToken cancellationToken)
    {
        if (book.Current is not { Status: PaymentIntentStatus.Succeeded } payment)
        {
            return;
        }

        if (payment is { ChargebackAt: { } at, OpenDispute: null } && at <= clock.GetUtcNow())
        {
            await TakeChargeback(payment.StandingAttempt!.Answer!.Chargeback!, cancellationToken);
        }

        foreach (var dispute in book.Current.Disputes)
        {
            if (dispute.ActorDue)
            {
                await failpoints.Reach(Failpoint.DisputeOpened);
                await MakeActor(dispute, cancellationToken);
            }

            if (dispute.BankDue)
            {
                await Confirm(dispute, cancellationToken);
            }
        }
    }

    /// <summary>The bank asks for no leave: only where nothing is left to withdraw, or the rate of the fee is not known yet, does its chargeback not come now.</summary>
    private async Task TakeChargeback(ChargebackNotice notice, CancellationToken cancellationToken)
    {
        var opened = await Open(null, notice.Reason, RequestInfo.None, announced: true, _ => null, cancellationToken);
        if (!opened.IsSuccess && book.Current!.AmountLeft.IsZero)
        {
            await book.Change(new DropChargeback(), _ => null, cancellationToken);
        }
    }

    /// <summary>An actor that is there is not called: it may be waiting for this payment.</summary>
    private async Task MakeActor(PaymentDispute dispute, CancellationToken cancellationToken)
    {
        if (await journal.Load(StreamKind.Dispute, dispute.Id, cancellationToken) is null)
        {
            await grains.GetGrain<IDisputeGrain>(dispute.Id).Open(book.Current!.ToOpening(dispute), cancellationToken);
        }

        await book.Change(new DisputeKnown(dispute.Id), _ => null, cancellationToken);
    }

    private async Task Confirm(PaymentDispute dispute, CancellationToken cancellationToken)
    {
        var withdrawal = new FollowUpRequest
        {
            Reference = dispute.Id,
            MerchantId = book.Current!.MerchantId,
            OriginalReference = dispute.ChargeId,
            PaymentId = book.Current.Id,
            Amount = dispute.Amount,
        };
        try
        {
            var answer = dispute.Status == PaymentDisputeStatus.Won
                ? await acquirer.Reinstate(
                    withdrawal with { Reference = dispute.ReinstatementReference, OriginalReference = dispute.Id }, cancellationToken)
                : await acquirer.Dispute(withdrawal, cancellationToken);
            await book.Change(new DisputeConfirmed(dispute.Id, answer), _ => null, cancellationToken);
        }
        catch (OutcomeUnknownException)
        {
            // It stays due, and the bank is asked again under the same reference.
        }
    }

    private string NewTransactionId() => ObjectId.New("txn", book.Current!.MerchantId, clock.GetUtcNow());
}

internal static class DisputeFees
{
    /// <summary>The fee of a dispute at today's rate, in the currency that the payment is settled in, which stays what it was at its authorization.</summary>
    public static Money FeeOfDispute(this PaymentIntent payment, SettlementTerms today) =>
        today.SettlementCurrency == payment.StandingAttempt?.Terms.SettlementCurrency
            ? today.OfDispute()
            : (payment.StandingAttempt?.Terms ?? today).OfDispute();
}
