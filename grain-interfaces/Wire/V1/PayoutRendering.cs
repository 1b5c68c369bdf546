using PayGate.PaymentIntents;
using PayGate.Payouts;

namespace PayGate.Wire.V1;

/// <summary>A payout as its public objects. Pure: the same state gives the same bytes.</summary>
public static class PayoutRendering
{
    public static PayoutResource ToResource(this Payout payout, Expansion expansion) => new()
    {
        Id = payout.Id,
        Amount = payout.Amount.MinorUnits,
        ArrivalDate = payout.Times.ArrivalAt.ToUnixTimeSeconds(),
        Automatic = payout.Automatic,
        BalanceTransaction = Transaction(payout, payout.TransactionId, "balance_transaction", expansion),
        Created = payout.Created.ToUnixTimeSeconds(),
        Currency = payout.Amount.Currency.Code,
        Description = payout.Description,
        Destination = expansion.Contains("destination") ? new Expandable(payout.Destination.Id, payout.Account()) : payout.Destination.Id,
        FailureBalanceTransaction = payout.ReturnTransactionId is { } returned ? Transaction(payout, returned, "failure_balance_transaction", expansion) : default,
        FailureCode = payout.FailureCode,
        FailureMessage = MessageOf(payout.FailureCode),
        Livemode = payout.Tenant.Livemode,
        Metadata = payout.Metadata,
        ReconciliationStatus = payout.Automatic ? "completed" : "not_applicable",
        StatementDescriptor = payout.StatementDescriptor,
        Status = PaymentIntentRendering.Word(payout.Status),
        TraceId = new PayoutTraceResource
        {
            Status = payout.TraceId is not null ? "supported" : payout.Status is PayoutStatus.Failed or PayoutStatus.Canceled ? "unsupported" : "pending",
            Value = payout.TraceId,
        },
    };

    /// <summary>The answer to a request about a payout.</summary>
    public static Answer ToAnswer(this Payout payout, RequestInfo request) =>
        new() { Status = 200, Body = WireJson.Write(payout.ToResource(new Expansion(request.Expand))) };

    /// <summary>The movement of this id, which is one of the payout's.</summary>
    public static BalanceTransactionResource ToBalanceTransaction(this Payout payout, string id, Expansion expansion)
    {
        var leaves = id == payout.TransactionId;
        var amount = leaves ? -payout.Amount : payout.Amount;
        var at = (leaves ? payout.Created : payout.EndedAt!.Value).ToUnixTimeSeconds();
        return new BalanceTransactionResource
        {
            Id = id,
            Amount = amount.MinorUnits,
            AvailableOn = at,
            Created = at,
            Currency = amount.Currency.Code,
            Description = payout.Description,
            Fee = 0,
            FeeDetails = [],
            Net = amount.MinorUnits,
            ReportingCategory = leaves ? "payout" : "payout_reversal",
            Source = expansion.Contains("source") ? new Expandable(payout.Id, payout.ToResource(expansion.Below("source"))) : payout.Id,
            Status = "available",
            Type = leaves ? "payout" : payout.Status == PayoutStatus.Failed ? "payout_failure" : "payout_cancel",
        };
    }

    private static BankAccountResource Account(this Payout payout) => new()
    {
        Id = payout.Destination.Id,
        BankName = payout.Destination.BankName,
        Country = payout.Destination.Country,
        Currency = payout.Amount.Currency.Code,
        Last4 = payout.Destination.Last4,
    };

    private static Expandable Transaction(Payout payout, string id, string member, Expansion expansion) =>
        expansion.Contains(member) ? new Expandable(id, payout.ToBalanceTransaction(id, expansion.Below(member))) : id;

    private static string? MessageOf(string? code) => code switch
    {
        null => null,
        "no_account" => "The bank account could not be located.",
        "account_closed" => "The bank account has been closed.",
        "account_frozen" => "The bank account has been frozen.",
        "insufficient_funds" => "The account that payouts are made from does not have enough funds.",
        "debit_not_authorized" => "The bank account does not permit this transfer.",
        "invalid_currency" => "The bank account does not take this currency.",
        _ => "The bank refused the payout.",
    };
}
