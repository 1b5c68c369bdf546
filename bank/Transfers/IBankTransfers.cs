namespace PayGate.Bank.Transfers;

/// <summary>The bank as one that sends money to the accounts of merchants. Every answer is durable before it is given.</summary>
public interface IBankTransfers
{
    /// <summary>
    /// Books the transfer once and answers; the same reference gets the first answer again, so a caller that was not answered asks by repeating. Throws
    /// <see cref="BankNoAnswerException"/> when the connection breaks, <see cref="ArgumentException"/> for a malformed order, which is not booked, and
    /// <see cref="InvalidOperationException"/> when the reference was seen with other parameters: nothing is booked then either.
    /// </summary>
    Task<TransferReply> Transfer(TransferRequest request, CancellationToken cancellationToken);
}

/// <summary>An order to send money.</summary>
public sealed record TransferRequest
{
    /// <summary>Unique per transfer, 1 to 64 visible ASCII characters.</summary>
    public required string Reference { get; init; }

    /// <summary>Whose money it is; decides which scripts concern it, and is not kept.</summary>
    public required string MerchantId { get; init; }

    /// <summary>4 to 34 digits and capital letters (ISO 13616).</summary>
    public required string AccountNumber { get; init; }

    /// <summary>Minor units, positive.</summary>
    public required long Amount { get; init; }

    /// <summary>Lower-case ISO 4217 code.</summary>
    public required string Currency { get; init; }

    public override string ToString() => $"transfer {Reference}";
}

/// <summary>The bank's answer as it stands in its journal.</summary>
/// <param name="Reference">The order's.</param>
/// <param name="Accepted">The money is on its way and does not come back.</param>
/// <param name="Reason"><c>accepted</c>, or one of <see cref="TransferRefusals"/>.</param>
/// <param name="TraceId">The bank's own number of it.</param>
/// <param name="At">When it was booked.</param>
public sealed record TransferReply(string Reference, bool Accepted, string Reason, string TraceId, DateTimeOffset At);

/// <summary>Why a transfer is refused, and the test accounts that refuse.</summary>
public static class TransferRefusals
{
    public const string NoAccount = "no_account";
    public const string AccountClosed = "account_closed";
    public const string InsufficientFunds = "insufficient_funds";
    public const string DebitNotAuthorized = "debit_not_authorized";
    public const string InvalidCurrency = "invalid_currency";
    public const string AccountFrozen = "account_frozen";

    /// <summary>As the test accounts of Stripe; every other account takes money.</summary>
    private static readonly Dictionary<string, string> TestAccounts = new(StringComparer.Ordinal)
    {
        ["000111111116"] = NoAccount,
        ["000111111113"] = AccountClosed,
        ["000222222227"] = InsufficientFunds,
        ["000333333335"] = DebitNotAuthorized,
        ["000444444440"] = InvalidCurrency,
        ["000555555559"] = AccountFrozen,
    };

    /// <summary>The reason, or null for an account that takes money.</summary>
    public static string? Of(string accountNumber) => TestAccounts.GetValueOrDefault(accountNumber);
}
