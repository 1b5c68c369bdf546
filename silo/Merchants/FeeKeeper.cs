using Microsoft.Extensions.Logging;
using PayGate.ExchangeRates;
using PayGate.Merchants;
using PayGate.Silo.ExchangeRates;
using PayGate.Silo.Hosting;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Merchants;

/// <summary>Works off what operators order about merchants' fee plans (<c>paygate fees set</c>). Any silo may, also two at once: the merchant carries each order out once.</summary>
public sealed partial class FeeKeeper(
    SiloDatabase database, IGrainFactory grains, FeeOrders orders, CurrentRates rates, TimeProvider clock, ILogger<FeeKeeper> logger)
    : OrderWorker(database, "paygate.fee_orders")
{
    public override async Task<bool> WorkOff(CancellationToken cancellationToken)
    {
        if (await orders.Next(cancellationToken) is not { } next)
        {
            return false;
        }

        var refusal = Unconvertible(next.Order.Plan) is { } currency
            ? new Refusal("currency_not_supported", $"A part of the plan is in {currency}, of which no exchange rate is known.", "plan")
            : (await grains.GetGrain<IMerchantGrain>(next.MerchantId).SetFeePlan(next.Order, cancellationToken)).Refusal;
        await Finish(next.Order.Order, refusal, clock.GetUtcNow(), cancellationToken);
        LogDone(next.Order.Order, next.Order.By, next.MerchantId, refusal?.Message ?? "done");
        return true;
    }

    /// <summary>A rate that was once known stays known, so a plan that could be converted always can.</summary>
    private Currency? Unconvertible(FeePlan plan) =>
        plan.FixedParts().Select(part => (Currency?)part.Currency).FirstOrDefault(currency => rates.LastBetween(currency!.Value, RateSheet.Base) is null);

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Id} of {By} about the fees of {MerchantId}: {Outcome}.")]
    private partial void LogDone(long id, string by, string merchantId, string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orders about fee plans could not be worked off; it is tried again in a second.")]
    protected override partial void LogFailed(Exception exception);
}
