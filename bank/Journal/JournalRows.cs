using System.Security.Cryptography;
using PayGate.Bank.Authorizations;
using PayGate.Bank.Issuer;
using PayGate.Bank.Laboratory;

namespace PayGate.Bank.Journal;

/// <summary>Makes the journal rows of each kind of answer.</summary>
internal static class JournalRows
{
    private const string AuthorizationCodeSymbols = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int AuthorizationCodeLength = 6;

    /// <summary>ISO 8583 field 39: approved for partial amount.</summary>
    private const string PartApproved = "10";

    /// <summary>The issuer's answer to an authorization or a sale.</summary>
    public static JournalRow Opening(BankRequest request, IssuerAnswer answer, BankBehavior behavior, DateTimeOffset now)
    {
        var amount = behavior.Approved(request.Amount);
        return Of(request, answer.Approved && behavior.Deviation == AmountDeviation.Part && amount != request.Amount ? PartApproved : answer.NetworkCode, answer.Reason, now) with
        {
            AvsResult = answer.Avs,
            CvcResult = answer.Cvc,
            AuthorizationCode = answer.Approved ? RandomNumberGenerator.GetString(AuthorizationCodeSymbols, AuthorizationCodeLength) : null,
            AmountApproved = answer.Approved ? amount : 0,
            Refunds = behavior.Refunds,
            HoldUntil = now + behavior.HoldsFor,
            Chargeback = answer.Approved && request.Amount > 0 ? behavior.Chargeback : null,
            SettlementFault = answer.Approved ? behavior.SettlementFault : null,
        };
    }

    /// <summary>A refusal that no issuer had to be asked for.</summary>
    public static JournalRow Refused(BankRequest request, string reason, DateTimeOffset now) =>
        Of(request, BankReasons.NetworkCodeOf(reason), reason, now);

    /// <summary>An issuer's decline of an increment or a refund; only where a card was looked at is there something to say of it.</summary>
    public static JournalRow Declined(BankRequest request, IssuerAnswer answer, DateTimeOffset now) =>
        Of(request, answer.NetworkCode, answer.Reason, now) with
        {
            AvsResult = request.Card is null ? null : answer.Avs,
            CvcResult = request.Card is null ? null : answer.Cvc,
        };

    /// <summary>An approved operation on the authorization of its original.</summary>
    public static JournalRow Approved(BankRequest request, Ruling ruling, JournalRow original, IssuerAnswer? answer, DateTimeOffset now) =>
        Of(request, TestCards.Approval.NetworkCode, BankReasons.Approved, now) with
        {
            AuthorizationId = original.AuthorizationId ?? original.Id,
            AuthorizationCode = original.AuthorizationCode,
            AvsResult = answer?.Avs,
            CvcResult = answer?.Cvc,
            AmountApproved = ruling.AmountApproved,
            AmountReleased = ruling.AmountReleased,
        };

    /// <summary>The issuer drops the hold of an authorization by itself.</summary>
    public static JournalRow HoldDropped(Authorization authorization, JournalRow original, DateTimeOffset now) => new()
    {
        Reference = $"issuer_{authorization.Id}",
        PaymentId = original.PaymentId,
        Operation = BankOperation.Reverse.Word(),
        OriginalReference = original.Reference,
        AuthorizationId = authorization.Id,
        Amount = authorization.Authorized,
        Currency = original.Currency,
        NetworkCode = TestCards.Approval.NetworkCode,
        Reason = BankReasons.Approved,
        AuthorizationCode = original.AuthorizationCode,
        AmountApproved = authorization.Authorized,
        At = now,
    };

    /// <summary>Forbids a reference that has not arrived.</summary>
    public static JournalRow Tombstone(string reference, string paymentId, DateTimeOffset now) => new()
    {
        Reference = reference,
        PaymentId = paymentId,
        Operation = JournalRow.Tombstone,
        NetworkCode = BankReasons.NetworkCodeOf(BankReasons.NeverSeen),
        Reason = BankReasons.NeverSeen,
        At = now,
    };

    private static JournalRow Of(BankRequest request, string networkCode, string reason, DateTimeOffset now) => new()
    {
        Reference = request.Reference,
        PaymentId = request.PaymentId,
        Operation = request.Operation.Word(),
        OriginalReference = request.OriginalReference,
        Amount = request.Amount,
        Currency = request.Currency,
        CardLastFour = request.Card?.LastFour,
        NetworkCode = networkCode,
        Reason = reason,
        At = now,
    };
}
