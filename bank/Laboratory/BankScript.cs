using PayGate.Bank.SettlementFiles;
using PayGate.Bank.Transfers;

namespace PayGate.Bank.Laboratory;

/// <summary>An order of the sandbox: which operations of a merchant meet which behaviour, and how often. Holds no card but its last four digits.</summary>
public sealed record BankScript
{
    public required string Id { get; init; }

    public required string MerchantId { get; init; }

    /// <summary>One of <see cref="BankScripts.Operations"/>, or null for any that the behaviour can happen to.</summary>
    public string? Operation { get; init; }

    /// <summary>Null for any card. Of an operation without a card, that of its authorization.</summary>
    public string? CardLastFour { get; init; }

    /// <summary>Minor units asked for, or null for any.</summary>
    public long? Amount { get; init; }

    public string? PaymentId { get; init; }

    /// <summary>One of <see cref="BankScripts.Behaviors"/>.</summary>
    public required string Behavior { get; init; }

    public int LatencyMilliseconds { get; init; }

    /// <summary>For a decline: one of <see cref="BankScripts.DeclineReasons"/>.</summary>
    public string? DeclineReason { get; init; }

    /// <summary>For another amount: which one, or null for a usual one.</summary>
    public long? ApprovedAmount { get; init; }

    /// <summary>For a chargeback: one of <see cref="BankScripts.DisputeReasons"/>, or null for the usual one.</summary>
    public string? DisputeReason { get; init; }

    /// <summary>For a dropped hold: how long it stands. For a chargeback: how long after the capture it comes.</summary>
    public int AfterSeconds { get; init; }

    public required int Times { get; init; }

    public required int TimesLeft { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Whether the operation is one of these, all but the card's digits compared.</summary>
    internal bool Concerns(BankRequest request) =>
        MerchantId == request.MerchantId
        && (Operation is null || Operation == BankScripts.WordOf(request.Operation))
        && (Amount is null || Amount == request.Amount)
        && (PaymentId is null || PaymentId == request.PaymentId)
        && BankScripts.CanHappenTo(Behavior, request.Operation);

    /// <summary>Whether the transfer is one of these; it has no card and no payment.</summary>
    internal bool Concerns(TransferRequest request) =>
        MerchantId == request.MerchantId && Operation == BankScripts.Transfer && (Amount is null || Amount == request.Amount) && CardLastFour is null && PaymentId is null;

    internal BankBehavior ToBehavior()
    {
        var behavior = new BankBehavior { Latency = TimeSpan.FromMilliseconds(LatencyMilliseconds) };
        return Behavior switch
        {
            BankScripts.Slow => behavior,
            BankScripts.LostRequest => behavior with { LosesRequest = true },
            BankScripts.LostAnswer => behavior with { LosesAnswer = true },
            BankScripts.DuplicateAnswer => behavior with { AnswersTwice = true },
            BankScripts.Garbage => behavior with { AnswersGarbage = true },
            BankScripts.WrongAmount => behavior with { Deviation = AmountDeviation.Other, DeviantAmount = ApprovedAmount },
            BankScripts.PartialApproval => behavior with { Deviation = AmountDeviation.Part, DeviantAmount = ApprovedAmount },
            BankScripts.Decline => behavior with { DeclineReason = DeclineReason ?? BankReasons.DoNotHonor },
            BankScripts.LateReversal => behavior with { HoldsFor = TimeSpan.FromSeconds(AfterSeconds) },
            BankScripts.Chargeback => behavior with
            {
                Chargeback = new BankChargeback(DisputeReason ?? BankScripts.DisputeReasons[0], TimeSpan.FromSeconds(AfterSeconds)),
            },
            BankScripts.SettlementMissing => behavior with { SettlementFault = SettlementFaults.Missing },
            BankScripts.SettlementDoubled => behavior with { SettlementFault = SettlementFaults.Doubled },
            BankScripts.SettlementWrongAmount => behavior with { SettlementFault = SettlementFaults.WrongAmount },
            BankScripts.SettlementUnknownReference => behavior with { SettlementFault = SettlementFaults.UnknownReference },
            BankScripts.SettlementLate => behavior with { SettlementFault = SettlementFaults.Late },
            _ => throw new InvalidOperationException($"No behaviour is called {Behavior}."),
        };
    }
}
