using System.Text.Json;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>All refusals of a payment intent, in the order in which they are checked.</summary>
internal static class Refusals
{
    public static readonly Refusal NoSuchIntent = new("resource_missing", "No such payment_intent.", "id");

    public static readonly Refusal RequestSeenBefore = new(IPaymentIntentGrain.RequestSeenBefore, "This idempotency key was used before.");

    public static readonly Refusal AttemptsExceeded = new(
        "payment_attempts_exceeded", "This PaymentIntent was canceled after too many declined attempts. Create a new one.");

    public static readonly Refusal NoPaymentMethod = new(
        "parameter_missing", "Give a payment_method to confirm this PaymentIntent with, for example pm_card_visa.", "payment_method");

    public static readonly Refusal CaptureTooSmall = new("parameter_invalid_integer", "The amount to capture must be at least 1.", "amount_to_capture");

    public static readonly Refusal RefundTooSmall = new("parameter_invalid_integer", "The amount to refund must be at least 1.", "amount");

    public static readonly Refusal TooManyRefunds = new(
        "amount_too_large", $"A payment can have at most {PaymentIntent.RefundsMax} refunds. Refund the rest in one.", "amount");

    public static readonly Refusal TooManyIncrements = new(
        "amount_too_large", $"An authorization can be raised at most {PaymentIntent.IncrementsMax} times.", "amount");

    public static Refusal IncrementTooSmall(Money authorized) => new(
        "amount_too_small", $"The new amount must be more than the {authorized.MinorUnits} {authorized.Currency} that are authorized.", "amount");

    public static readonly Refusal NoSuchDispute = new("resource_missing", "The payment has no such dispute.", "id");

    public static readonly Refusal DisputeTooSmall = new("parameter_invalid_integer", "The amount to dispute must be at least 1.", "amount");

    public static readonly Refusal TooManyDisputes = new(
        "amount_too_large", $"A payment can have at most {PaymentIntent.DisputesMax} disputes.", "amount");

    public static Refusal CaptureTooLarge(Money authorized) => new(
        "amount_too_large", $"At most {authorized.MinorUnits} {authorized.Currency} was authorized and can be captured.", "amount_to_capture");

    public static Refusal ExpiredForCapture(string chargeId) => new(
        "charge_expired_for_capture", $"The authorization of charge {chargeId} was voided {Settlement.AuthorizationLifetime.Days} days after it was given.");

    public static Refusal AlreadyRefunded(string chargeId) => new("charge_already_refunded", $"Charge {chargeId} has already been refunded.", "charge");

    public static Refusal ChargeDisputed(string chargeId) => new("charge_disputed", $"Charge {chargeId} has been charged back; cannot issue a refund.", "charge");

    public static Refusal DisputeOpen(string chargeId) => new(
        "charge_disputed", $"Charge {chargeId} has a dispute that has not come to its end.", "charge");

    /// <summary>Given back by refunds, or some of it lost in disputes.</summary>
    public static Refusal NothingLeft(PaymentIntent payment)
    {
        var chargeId = payment.StandingAttempt!.ChargeId;
        return payment.AmountDisputed.IsZero ? AlreadyRefunded(chargeId) : ChargeDisputed(chargeId);
    }

    public static Refusal DisputeTooLarge(Money amount, Money left) => new(
        "amount_too_large", $"Dispute amount ({amount.MinorUnits}) is greater than what is left of the charge ({left.MinorUnits}).", "amount");

    public static Refusal RefundTooLarge(Money amount, Money left) => new(
        "amount_too_large", $"Refund amount ({amount.MinorUnits}) is greater than what is left of the charge ({left.MinorUnits}).", "amount");

    public static Refusal RefundUnknown(string refundId) => new(
        "refund_unexpected_state", $"The bank has been asked to execute refund {refundId} and its answer is not known yet: it cannot be canceled now.", "id");

    public static Refusal RefundDecided(Refund refund) => new(
        "refund_unexpected_state",
        $"Refund {refund.Id} has status {JsonNamingPolicy.SnakeCaseLower.ConvertName(refund.Status.ToString())} and can no longer be canceled.",
        "id");

    public static Refusal UnexpectedState(PaymentIntentStatus status, string verb) => new(
        "payment_intent_unexpected_state",
        $"This PaymentIntent's status is {JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString())}; {verb} is not possible in it.");

    public static string Verb(PaymentCommand command) => command switch
    {
        StartAttempt => "confirming",
        StartCapture => "capturing",
        Cancel => "canceling",
        StartRefund => "refunding",
        OpenDispute => "disputing",
        Open => "creating it again",
        Update => "updating",
        StartIncrement => "incrementing the authorization",
        _ => "this step",
    };
}
