using System.Text.Json;
using PayGate.PaymentIntents;
using PayGate.RefundRequests;

namespace PayGate.Grains.RefundRequests;

/// <summary>All refusals of a refund request, in the order in which they are checked.</summary>
internal static class RefundRequestRefusals
{
    public static readonly Refusal NoSuchRequest = new("resource_missing", "No such refund_request.", "id");

    public static readonly Refusal NoSuchPayment = new("resource_missing", "The customer has no such payment_intent.", "payment_intent");

    public static readonly Refusal AlreadyOpen = new(
        "refund_request_open", "The payment has a refund request already that has not come to its end. Decide that one first.", "payment_intent");

    /// <summary>The payment itself is not refused: it is only looked at, so the error does not show it.</summary>
    public static Refusal NotPaid(PaymentIntentStatus status) => new(
        "payment_intent_unexpected_state", $"The payment's status is {Word(status)}; only one that succeeded can be refunded.", "payment_intent");

    /// <summary>The cardholder has asked his bank for the money, which must not be given back twice.</summary>
    public static Refusal Disputed(string paymentId) => new(
        "charge_disputed", $"The charge of payment {paymentId} is disputed; nothing of it can be refunded before that is over.", "payment_intent");

    public static Refusal AllRefunded(string paymentId) => new("charge_already_refunded", $"Payment {paymentId} has nothing left to refund.", "payment_intent");

    public static Refusal TooLarge(Money left) => new(
        "amount_too_large", $"At most {left.MinorUnits} {left.Currency} of the payment is left to refund.", "amount");

    public static Refusal UnexpectedState(RefundRequestStatus status, string verb) => new(
        "refund_request_unexpected_state", $"This refund request's status is {Word(status)}; {verb} is not possible in it.");

    private static string Word<T>(T status)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}
