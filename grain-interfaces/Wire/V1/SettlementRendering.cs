using System.Globalization;
using PayGate.PaymentIntents;
using PayGate.Settlements;

namespace PayGate.Wire.V1;

/// <summary>Batches and schedules as their public objects. Pure: the same state gives the same bytes.</summary>
public static class SettlementRendering
{
    public static SettlementResource ToResource(this SettlementBatch batch) => new()
    {
        Id = batch.Id,
        Created = batch.Created.ToUnixTimeSeconds(),
        Currency = batch.Currency.Code,
        Day = Date(batch.Day),
        Disputes = batch.Totals.Disputes,
        FailureReason = batch.Failure?.Reason,
        Fees = batch.Totals.Fees,
        Gross = batch.Totals.Gross,
        LineCount = batch.Totals.Movements,
        Livemode = batch.Tenant.Livemode,
        Net = batch.Totals.Net,
        PayoutDate = Date(batch.PayoutOn),
        Refunds = batch.Totals.Refunds,
        SettledAt = batch.SettledAt?.ToUnixTimeSeconds(),
        Status = PaymentIntentRendering.Word(batch.Status),
    };

    /// <summary>One movement of a batch: what its balance transaction says, and where that comes from.</summary>
    /// <param name="payment">The payment whose money moved.</param>
    /// <param name="transactionId">The balance transaction.</param>
    /// <param name="ofPayment">The movement in the payment's currency.</param>
    public static SettlementLineResource ToSettlementLine(this PaymentIntent payment, string transactionId, Money ofPayment)
    {
        var moved = payment.ToBalanceTransaction(transactionId);
        return new SettlementLineResource
        {
            Id = moved.Id,
            Created = moved.Created,
            Currency = moved.Currency,
            ExchangeRate = moved.ExchangeRate,
            Fee = moved.Fee,
            FeeDetails = moved.FeeDetails,
            Gross = moved.Amount,
            Net = moved.Net,
            OrderId = payment.Details.OrderId,
            PaymentAmount = ofPayment.MinorUnits,
            PaymentCurrency = ofPayment.Currency.Code,
            PaymentIntent = payment.Id,
            Source = moved.Source.Id!,
            Type = moved.Type,
        };
    }

    public static Answer ToAnswer(this SettlementSchedule schedule) => new()
    {
        Status = 200,
        Body = WireJson.Write(new SettlementScheduleResource
        {
            Id = schedule.Id,
            ClosedThrough = Date(schedule.ClosedThrough),
            Livemode = schedule.Tenant.Livemode,
            NextAt = schedule.NextAt.ToUnixTimeSeconds(),
        }),
    };

    /// <summary>ISO 8601.</summary>
    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
