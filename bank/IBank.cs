using PayGate.Bank.Authentications;

namespace PayGate.Bank;

/// <summary>
/// An acquirer and the issuers behind it, as the gateway sees them. Every answer is durable before it is given. A cancelled call stops
/// waiting and undoes nothing; a <see cref="BankNoAnswerException"/> leaves the outcome unknown. In both cases ask <see cref="Settle"/>.
/// </summary>
public interface IBank
{
    /// <summary>
    /// Executes the operation once and answers. The same reference with the same parameters (operation, payment, amount, currency,
    /// original, last four digits) gets the first reply again; with other parameters a journaled refusal
    /// <see cref="BankReasons.DuplicateOperation"/>. Throws <see cref="ArgumentException"/> for a malformed request, which is not
    /// journaled.
    /// </summary>
    Task<BankReply> Execute(BankRequest request, CancellationToken cancellationToken);

    /// <summary>Asks the issuer's access control server about a cardholder before a payment.</summary>
    Task<BankAuthentication> Authenticate(BankCard card, AuthenticationDemand demand, CancellationToken cancellationToken);

    /// <summary>The reply under this reference, or null if the bank has not seen it so far: it may still arrive.</summary>
    Task<BankReply?> Find(string reference, CancellationToken cancellationToken);

    /// <summary>
    /// Ends all doubt about a reference: returns its reply or, if it was never seen, forbids it for good in the same step and returns a
    /// refusal <see cref="BankReasons.NeverSeen"/>. Whatever arrives later under that reference gets this refusal.
    /// </summary>
    Task<BankReply> Settle(string reference, string paymentId, CancellationToken cancellationToken);
}
