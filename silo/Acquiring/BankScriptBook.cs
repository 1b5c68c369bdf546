using PayGate.Bank.Laboratory;
using PayGate.Grains.BankScripts;
using Script = PayGate.BankScripts.BankScript;

namespace PayGate.Silo.Acquiring;

/// <summary>The laboratory of the simulated bank in this process.</summary>
public sealed class BankScriptBook(IBankScriptBook book) : IBankScripts
{
    public Task<bool> Add(Script script, CancellationToken cancellationToken) => book.Add(
        new BankScript
        {
            Id = script.Id,
            MerchantId = script.MerchantId,
            Operation = script.Operation,
            CardLastFour = script.CardLast4,
            Amount = script.Amount,
            PaymentId = script.PaymentIntentId,
            Behavior = script.Behavior,
            LatencyMilliseconds = script.LatencyMilliseconds,
            DeclineReason = script.DeclineCode,
            ApprovedAmount = script.ApprovedAmount,
            AfterSeconds = script.AfterSeconds,
            DisputeReason = script.DisputeReason,
            Times = script.Times,
            TimesLeft = script.TimesLeft,
            Created = script.Created,
        },
        cancellationToken);

    public async Task<IReadOnlyList<Script>> List(string merchantId, CancellationToken cancellationToken) =>
        [.. (await book.List(merchantId, cancellationToken)).Select(Shown)];

    public Task<bool> Remove(string merchantId, string id, CancellationToken cancellationToken) => book.Remove(merchantId, id, cancellationToken);

    private static Script Shown(BankScript script) => new()
    {
        Id = script.Id,
        MerchantId = script.MerchantId,
        Operation = script.Operation,
        CardLast4 = script.CardLastFour,
        Amount = script.Amount,
        PaymentIntentId = script.PaymentId,
        Behavior = script.Behavior,
        LatencyMilliseconds = script.LatencyMilliseconds,
        DeclineCode = script.DeclineReason,
        ApprovedAmount = script.ApprovedAmount,
        AfterSeconds = script.AfterSeconds,
        DisputeReason = script.DisputeReason,
        Times = script.Times,
        TimesLeft = script.TimesLeft,
        Created = script.Created,
    };
}
