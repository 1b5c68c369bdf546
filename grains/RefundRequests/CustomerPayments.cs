using System.Collections.Immutable;
using PayGate.Grains.Journal;
using PayGate.PaymentIntents;
using PayGate.RefundRequests;

namespace PayGate.Grains.RefundRequests;

/// <summary>The payments that requests are about: read from their rows, refunded by their own actors.</summary>
internal sealed class CustomerPayments(IJournal journal, IGrainFactory grains)
{
    private const string RefundReason = "requested_by_customer";

    /// <summary>The payment as last committed, if it is the customer's; null for all else.</summary>
    public async Task<PaymentIntent?> Find(string paymentId, string customerId, Tenant tenant, CancellationToken cancellationToken) =>
        ObjectId.IsWellFormed("pi", paymentId)
        && await Read(paymentId, cancellationToken) is { } payment
        && payment.Tenant == tenant
        && payment.Details.Customer == customerId
            ? payment
            : null;

    /// <summary>Whether a dispute of the payment is open. One that is opened a moment later refuses the refund itself, and the request fails.</summary>
    public async Task<bool> IsDisputed(string paymentId, CancellationToken cancellationToken) =>
        (await Read(paymentId, cancellationToken))!.OpenDispute is not null;

    /// <summary>Has the approved refund made, if that was not done before, and says what became of it.</summary>
    public async Task<RefundRequestCommand> Refund(RefundRequest request, CancellationToken cancellationToken)
    {
        var refundId = request.Refund!.Id;
        if (await FindRefund(request, cancellationToken) is { } known)
        {
            return OutcomeOf(known);
        }

        var asked = await grains.GetGrain<IPaymentIntentGrain>(request.PaymentIntent).Refund(
            new RefundPayment
            {
                Tenant = request.Tenant,
                RefundId = refundId,
                Amount = request.Amount.MinorUnits,
                Reason = RefundReason,
                Metadata = ImmutableSortedDictionary<string, string>.Empty,
                Request = request.Refund.Request with { Claim = null },
            },
            cancellationToken);
        return await FindRefund(request, cancellationToken) is { } made ? OutcomeOf(made)
            : asked.IsSuccess ? throw new InvalidOperationException($"Payment {request.PaymentIntent} answers for refund {refundId}, which it does not have.")
            : new RefundNotMade(RefundRequestFailure.NotRefundable);
    }

    /// <summary>What is put off is looked for when its next try is over; what the bank has not told is asked for by the payment itself, sweep for sweep.</summary>
    private static RefundRequestCommand OutcomeOf(Refund refund) => refund.Status switch
    {
        RefundStatus.Succeeded => new RefundMade(),
        RefundStatus.Failed => new RefundNotMade(refund.FailureReason!),
        RefundStatus.Canceled => new RefundNotMade(RefundRequestFailure.Canceled),
        _ when refund.RetryAt is { } retryAt => new RefundDelayed(retryAt + RefundRequestDecider.LookAfter),
        _ => new RefundUnknown((refund.RetriedAt ?? refund.Created) + RefundRequestDecider.LookAfter),
    };

    private async Task<Refund?> FindRefund(RefundRequest request, CancellationToken cancellationToken) =>
        (await Read(request.PaymentIntent, cancellationToken))!.Refunds.SingleOrDefault(refund => refund.Id == request.Refund!.Id);

    private async Task<PaymentIntent?> Read(string paymentId, CancellationToken cancellationToken) =>
        await journal.Load(StreamKind.PaymentIntent, paymentId, cancellationToken) is { } stored ? PaymentIntentStorage.Read(stored.State) : null;
}
