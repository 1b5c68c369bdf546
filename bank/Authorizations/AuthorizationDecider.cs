using PayGate.Bank.Journal;
using PayGate.Bank.Laboratory;

namespace PayGate.Bank.Authorizations;

/// <summary>
/// Decides operations on a standing authorization. Refusals are checked in this order: the original is found, of this payment, approved,
/// of this currency; the amount; the state; the limits.
/// </summary>
internal static class AuthorizationDecider
{
    /// <param name="request">Not an authorization or a sale.</param>
    /// <param name="original">The journal row under the request's original reference.</param>
    /// <param name="authorization">The authorization that the original belongs to, locked.</param>
    /// <param name="takenBack">The original is a refund or a chargeback that was reversed before.</param>
    public static Ruling Decide(BankRequest request, JournalRow? original, Authorization? authorization, bool takenBack)
    {
        if (original is null)
        {
            return Ruling.Refuse(BankReasons.NotFound) with { ForbidsOriginal = request.Operation == BankOperation.Reverse };
        }

        if (original.IsTombstone || original.PaymentId != request.PaymentId)
        {
            return Ruling.Refuse(BankReasons.NotFound);
        }

        if (!original.Approved || authorization is null)
        {
            return Ruling.Refuse(BankReasons.NotApproved);
        }

        if (original.Currency != request.Currency)
        {
            return Ruling.Refuse(BankReasons.CurrencyMismatch);
        }

        if (request.Amount == 0 && request.Operation != BankOperation.Reverse)
        {
            return Ruling.Refuse(BankReasons.InvalidAmount);
        }

        return request.Operation.IsTakingBack()
            ? TakeBack(request, original, authorization, takenBack)
            : IsReversalOfASale(request, original, authorization)
                ? Ruling.Approve(authorization.Authorized, authorization with { State = AuthorizationState.Reversed, Captured = 0 })
                : Move(request.Operation, request.Amount, authorization);
    }

    /// <summary>A financial message is taken back as a whole, as ISO 8583 has it; once something of it was returned only refunds are left.</summary>
    private static bool IsReversalOfASale(BankRequest request, JournalRow original, Authorization now) =>
        request.Operation == BankOperation.Reverse && original.Operation == "sale" && now is { State: AuthorizationState.Captured, Refunded: 0, ChargedBack: 0 };

    private static Ruling Move(BankOperation operation, long amount, Authorization now) => (operation, now.State) switch
    {
        (BankOperation.Increment, AuthorizationState.Open) when amount > long.MaxValue - now.Authorized =>
            Ruling.Refuse(BankReasons.InvalidAmount),
        (BankOperation.Increment, AuthorizationState.Open) => Ruling.Approve(amount, now with { Authorized = now.Authorized + amount }),

        (BankOperation.Capture, AuthorizationState.Open) when amount > now.Authorized => Ruling.Refuse(BankReasons.OverCaptured),
        (BankOperation.Capture, AuthorizationState.Open) =>
            Ruling.Approve(amount, now with { State = AuthorizationState.Captured, Captured = amount }) with
            {
                AmountReleased = now.Authorized - amount,
            },

        (BankOperation.Reverse, AuthorizationState.Open) =>
            Ruling.Approve(now.Authorized, now with { State = AuthorizationState.Reversed }),

        (BankOperation.Refund, AuthorizationState.Captured) when amount > now.Captured - now.Refunded - now.ChargedBack =>
            Ruling.Refuse(BankReasons.OverRefunded),
        (BankOperation.Refund, AuthorizationState.Captured) when now.RefundsPutOff < now.Refunds.PutOffCount() =>
            Ruling.Refuse(BankReasons.IssuerUnavailable) with { Next = now with { RefundsPutOff = now.RefundsPutOff + 1 } },
        (BankOperation.Refund, AuthorizationState.Captured) when now.Refunds == RefundHabit.Refused => Ruling.Refuse(BankReasons.DoNotHonor),
        (BankOperation.Refund, AuthorizationState.Captured) => Ruling.Approve(amount, now with { Refunded = now.Refunded + amount }),

        (BankOperation.Chargeback, AuthorizationState.Captured) when amount > now.Captured - now.Refunded - now.ChargedBack =>
            Ruling.Refuse(BankReasons.OverChargedBack),
        (BankOperation.Chargeback, AuthorizationState.Captured) => Ruling.Approve(amount, now with { ChargedBack = now.ChargedBack + amount }),

        (BankOperation.Refund or BankOperation.Chargeback, _) => Ruling.Refuse(BankReasons.NotCaptured),
        (_, AuthorizationState.Captured) => Ruling.Refuse(BankReasons.AlreadyCaptured),
        (_, AuthorizationState.Reversed) => Ruling.Refuse(BankReasons.AlreadyReversed),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation on an authorization."),
    };

    private static Ruling TakeBack(BankRequest request, JournalRow original, Authorization now, bool takenBack) => (request.Operation, original) switch
    {
        (BankOperation.RefundReversal, { Operation: not "refund" }) => Ruling.Refuse(BankReasons.NotRefund),
        (BankOperation.ChargebackReversal, { Operation: not "chargeback" }) => Ruling.Refuse(BankReasons.NotChargeback),
        _ when takenBack => Ruling.Refuse(BankReasons.AlreadyReversed),
        _ when request.Amount != original.AmountApproved => Ruling.Refuse(BankReasons.InvalidAmount),
        (BankOperation.RefundReversal, _) => Ruling.Approve(request.Amount, now with { Refunded = now.Refunded - request.Amount }),
        _ => Ruling.Approve(request.Amount, now with { ChargedBack = now.ChargedBack - request.Amount }),
    };
}
