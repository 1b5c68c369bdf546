using PayGate.Bank;
using PayGate.Grains.Acquiring;

namespace PayGate.Silo.Acquiring;

/// <summary>
/// Whether a bank's answer can be believed. One that is about another operation, contradicts itself, or says that another amount was captured or refunded than was
/// asked is no answer: what became of the operation is then unknown, and is asked for.
/// </summary>
internal static class ReplyCheck
{
    /// <summary>Approved, and approved for a part (ISO 8583 field 39).</summary>
    private static readonly string[] Approvals = ["00", "10"];

    /// <exception cref="OutcomeUnknownException">It cannot.</exception>
    public static void Require(BankReply reply, string reference, long? amount)
    {
        if (reply.Reference != reference
            || reply.NetworkCode is not { Length: 2 } code
            || !code.All(char.IsAsciiLetterOrDigit)
            || reply.Approved != Approvals.Contains(code)
            || reply.AmountApproved < 0
            || (amount is not null && reply.Approved && reply.AmountApproved != amount))
        {
            throw new OutcomeUnknownException($"The bank's answer about {reference} cannot be understood.");
        }
    }
}
