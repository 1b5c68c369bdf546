using PayGate.PaymentIntents;
using PayGate.RefundRequests;

namespace PayGate.Wire.V1;

/// <summary>A refund request as its public object. Pure: the same state gives the same bytes.</summary>
public static class RefundRequestRendering
{
    public static RefundRequestResource ToResource(this RefundRequest request) => new()
    {
        Id = request.Id,
        Amount = request.Amount.MinorUnits,
        Created = request.Created.ToUnixTimeSeconds(),
        Currency = request.Amount.Currency.Code,
        Customer = request.Customer,
        DecidedAt = request.DecidedAt?.ToUnixTimeSeconds(),
        FailureReason = RefundRequestFailure.WordOf(request.FailureReason),
        Livemode = request.Tenant.Livemode,
        PaymentIntent = request.PaymentIntent,
        Reason = request.Reason,
        Refund = request.FailureReason == RefundRequestFailure.NotRefundable ? null : request.Refund?.Id,
        RejectionReason = request.RejectionReason,
        Status = PaymentIntentRendering.Word(request.Status),
    };

    public static Answer ToAnswer(this RefundRequest request) => new() { Status = 200, Body = WireJson.Write(request.ToResource()) };
}
