using System.Globalization;
using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>Attempts as charges, refunds as refunds, and both as balance transactions.</summary>
public static class ChargeRendering
{
    public static ChargeResource ToChargeResource(this PaymentIntent intent, Attempt attempt, Expansion expansion)
    {
        var refunded = attempt.Status == AttemptStatus.Captured ? intent.AmountRefunded.MinorUnits : 0;
        var declined = attempt is { Status: AttemptStatus.Declined or AttemptStatus.Failed, Answer: { } answer } ? Decline.Of(answer.FailureReason, browser: false) : null;
        var amount = attempt.Amount ?? intent.Amount;
        var words = attempt.WordsIn(intent);
        var disputes = intent.Disputes.Where(dispute => dispute.ChargeId == attempt.ChargeId);
        return new ChargeResource
        {
            Id = attempt.ChargeId,
            Amount = amount.MinorUnits,
            AmountCaptured = attempt.Captured?.MinorUnits ?? 0,
            AmountRefunded = refunded,
            BalanceTransaction = BalanceTransaction(intent, attempt, expansion),
            BillingDetails = new BillingDetailsResource { Email = words.ReceiptEmail, Name = attempt.Method.BillingName },
            CalculatedStatementDescriptor = intent.Details.StatementDescriptor,
            Captured = attempt.Status == AttemptStatus.Captured,
            Created = attempt.StartedAt.ToUnixTimeSeconds(),
            Currency = amount.Currency.Code,
            Customer = expansion.Show("customer", intent.Details.Customer),
            Description = words.Description,
            Dispute = disputes.LastOrDefault()?.Id,
            Disputed = disputes.Any(),
            FailureCode = declined?.Code,
            FailureMessage = declined?.Message,
            Livemode = intent.Livemode,
            Metadata = words.Metadata,
            Outcome = Outcome(attempt, declined),
            Paid = attempt.WasApproved,
            PaymentIntent = expansion.Contains("payment_intent")
                ? new Expandable(intent.Id, intent.ToResource(expansion.Below("payment_intent")) with { ClientSecret = null })
                : intent.Id,
            PaymentMethod = attempt.Method.Id,
            PaymentMethodDetails = new PaymentMethodDetailsResource { Card = Card(intent, attempt) },
            ReceiptEmail = words.ReceiptEmail,
            ReceiptUrl = attempt.WasApproved ? attempt.ReceiptUrl : null,
            Shipping = intent.Details.Shipping?.ToResource(),
            Refunded = refunded > 0 && refunded == attempt.Captured!.Value.MinorUnits,
            StatementDescriptor = intent.Details.StatementDescriptor,
            StatementDescriptorSuffix = intent.Details.StatementDescriptorSuffix,
            Status = attempt.Status switch
            {
                AttemptStatus.Started => "pending",
                AttemptStatus.Declined or AttemptStatus.Failed => "failed",
                _ => "succeeded",
            },
        };
    }

    public static RefundResource ToRefundResource(this PaymentIntent intent, Refund refund, Expansion expansion)
    {
        var attempt = intent.Attempts.Single(candidate => candidate.ChargeId == refund.ChargeId);
        return new RefundResource
        {
            Id = refund.Id,
            Amount = refund.Amount.MinorUnits,
            BalanceTransaction = expansion.Contains("balance_transaction") && refund.BalanceTransactionId is { } transaction
                ? new Expandable(transaction, intent.ToBalanceTransaction(refund))
                : refund.BalanceTransactionId,
            Charge = expansion.Contains("charge")
                ? new Expandable(refund.ChargeId, intent.ToChargeResource(attempt, expansion.Below("charge")))
                : refund.ChargeId,
            Created = refund.Created.ToUnixTimeSeconds(),
            Currency = refund.Amount.Currency.Code,
            Customer = expansion.Show("customer", intent.Details.Customer),
            FailureReason = RefundFailure.WordOf(refund.FailureReason),
            Metadata = refund.Metadata,
            PaymentIntent = expansion.Contains("payment_intent")
                ? new Expandable(intent.Id, intent.ToResource(expansion.Below("payment_intent")) with { ClientSecret = null })
                : intent.Id,
            PaymentMethod = attempt.Method.Id,
            Reason = refund.Reason,
            Status = PaymentIntentRendering.Word(refund.Status),
        };
    }

    /// <summary>The answer to a request about a charge.</summary>
    public static Answer ToChargeAnswer(this PaymentIntent intent, string chargeId, RequestInfo request)
    {
        var attempt = intent.Attempts.Single(candidate => candidate.ChargeId == chargeId);
        return new Answer { Status = 200, Body = WireJson.Write(intent.ToChargeResource(attempt, new Expansion(request.Expand))) };
    }

    /// <summary>The answer to a refund request.</summary>
    public static Answer ToRefundAnswer(this PaymentIntent intent, string refundId, RequestInfo request)
    {
        var refund = intent.Refunds.Single(candidate => candidate.Id == refundId);
        return new Answer { Status = 200, Body = WireJson.Write(intent.ToRefundResource(refund, new Expansion(request.Expand))) };
    }

    /// <summary>The movement of this id, which is one of the payment's.</summary>
    public static BalanceTransactionResource ToBalanceTransaction(this PaymentIntent intent, string id) =>
        intent.Refunds.FirstOrDefault(refund => refund.BalanceTransactionId == id) is { } refund
            ? intent.ToBalanceTransaction(refund)
            : intent.Disputes.FirstOrDefault(dispute => dispute.BalanceTransactionId == id || dispute.ReinstatementId == id) is { } dispute
                ? (dispute.BalanceTransactionId == id ? intent.WithdrawalOf(dispute) : intent.ReinstatementOf(dispute)!).ToResource(dispute.Id)
                : intent.ToBalanceTransaction(intent.Attempts.Single(attempt => attempt.Figures?.BalanceTransactionId == id));

    public static BalanceTransactionResource ToBalanceTransaction(this PaymentIntent intent, Attempt attempt)
    {
        var figures = attempt.Figures!;
        var capturedAt = attempt.CapturedAt!.Value;
        return new BalanceTransactionResource
        {
            Id = figures.BalanceTransactionId,
            Amount = figures.Gross.MinorUnits,
            AvailableOn = attempt.Terms.AvailableOn(capturedAt).ToUnixTimeSeconds(),
            Created = capturedAt.ToUnixTimeSeconds(),
            Currency = figures.Gross.Currency.Code,
            Description = intent.Details.Description,
            ExchangeRate = Rate(intent, attempt.Terms),
            Fee = figures.Fee.MinorUnits,
            FeeDetails = FeeDetails(attempt.Terms, figures),
            Net = figures.Net.MinorUnits,
            ReportingCategory = "charge",
            Source = attempt.ChargeId,
            Status = "pending",
            Type = "charge",
        };
    }

    public static BalanceTransactionResource ToBalanceTransaction(this PaymentIntent intent, Refund refund)
    {
        var attempt = intent.Attempts.Single(candidate => candidate.ChargeId == refund.ChargeId);
        var settled = -refund.Settled!.Value;
        var returned = refund.FeeReturned ?? Money.Zero(settled.Currency);
        return new BalanceTransactionResource
        {
            Id = refund.BalanceTransactionId!,
            Amount = settled.MinorUnits,
            AvailableOn = attempt.Terms.AvailableOn(refund.SucceededAt!.Value).ToUnixTimeSeconds(),
            Created = refund.SucceededAt.Value.ToUnixTimeSeconds(),
            Currency = settled.Currency.Code,
            Description = intent.Details.Description,
            ExchangeRate = Rate(intent, attempt.Terms),
            Fee = -returned.MinorUnits,
            FeeDetails = returned.IsZero ? [] : [FeeDetail(-returned, "PayGate processing fee, returned")],
            Net = (settled + returned).MinorUnits,
            ReportingCategory = "refund",
            Source = refund.Id,
            Status = "pending",
            Type = "refund",
        };
    }

    private static FeeDetailResource[] FeeDetails(SettlementTerms terms, CaptureFigures figures)
    {
        var parts = terms.FeeOf(figures.Gross);
        return
        [
            .. new[]
            {
                FeeDetail(parts.Percentage, string.Create(CultureInfo.InvariantCulture, $"PayGate processing fee, {terms.FeeBasisPoints / 100m:0.##} %")),
                FeeDetail(parts.Fixed, "PayGate processing fee, fixed part"),
            }.Where(detail => detail.Amount != 0),
        ];
    }

    private static FeeDetailResource FeeDetail(Money amount, string description) =>
        new() { Amount = amount.MinorUnits, Currency = amount.Currency.Code, Description = description, Type = "stripe_fee" };

    private static decimal? Rate(PaymentIntent intent, SettlementTerms terms) =>
        intent.Amount.Currency == terms.SettlementCurrency ? null : terms.Rate;

    private static Expandable BalanceTransaction(PaymentIntent intent, Attempt attempt, Expansion expansion) => attempt.Figures switch
    {
        null => default,
        { } figures when expansion.Contains("balance_transaction") => new Expandable(figures.BalanceTransactionId, intent.ToBalanceTransaction(attempt)),
        { } figures => figures.BalanceTransactionId,
    };

    private static ChargeOutcomeResource? Outcome(Attempt attempt, Decline? decline) => (attempt.Answer, decline) switch
    {
        (null, _) => null,
        (_, null) => new ChargeOutcomeResource { NetworkStatus = "approved_by_network", SellerMessage = "Payment complete.", Type = "authorized" },
        ({ } answer, { } reason) => new ChargeOutcomeResource
        {
            NetworkDeclineCode = answer.Approved ? null : answer.NetworkCode,
            NetworkStatus = answer.Approved ? "reversed_after_approval" : answer.Reason == "never_seen" ? "not_sent_to_network" : "declined_by_network",
            Reason = reason.DeclineCode,
            SellerMessage = answer.Approved
                ? "The bank approved another amount than was asked; it was given back."
                : $"The bank returned the decline code `{reason.DeclineCode}`.",
            Type = answer.Approved || answer.Reason == "never_seen" ? "invalid" : "issuer_declined",
        },
    };

    private static ChargedCardResource Card(PaymentIntent intent, Attempt attempt)
    {
        var card = attempt.Method.Card;
        var uncaptured = attempt.Status == AttemptStatus.Authorized;
        return new ChargedCardResource
        {
            AmountAuthorized = attempt.Authorized?.MinorUnits,
            AuthorizationCode = attempt.Answer?.AuthorizationCode,
            Brand = card.Brand,
            CaptureBefore = uncaptured ? (attempt.StartedAt + Settlement.AuthorizationLifetime).ToUnixTimeSeconds() : null,
            Checks = new CardChecksResource { CvcCheck = CvcCheck(attempt.Answer?.CvcResult) },
            Country = card.Country,
            ExpMonth = card.ExpMonth,
            ExpYear = card.ExpYear,
            Fingerprint = card.Fingerprint,
            Funding = card.Funding,
            Last4 = card.Last4,
            Network = card.Brand,
            NetworkResponseCode = attempt.Answer?.NetworkCode,
            NetworkTransactionId = attempt.Answer is { Approved: true } ? attempt.ChargeId : null,
            ThreeDSecure = attempt.Authentication is not { } authentication ? null : new ThreeDSecureResource
            {
                AuthenticationFlow = authentication.Flow,
                ElectronicCommerceIndicator = authentication.Eci,
                LiabilityShifted = authentication.ShiftsLiability,
                Result = authentication.Result,
                TransactionId = authentication.TransactionId,
            },
        };
    }

    /// <summary>The scheme's CVC result code in Stripe's words: M match, N no match, P not processed, U unavailable at the issuer.</summary>
    internal static string? CvcCheck(string? result) => result switch
    {
        "M" => "pass",
        "N" => "fail",
        "P" => "unchecked",
        "U" => "unavailable",
        _ => null,
    };
}
