using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.ExchangeRates;
using PayGate.Merchants;
using PayGate.Silo.ExchangeRates;

namespace PayGate.Silo.Merchants;

/// <summary>Works off what operators order about merchants' fee plans (<c>paygate fees set</c>). Any silo may, also two at once: the merchant carries each order out once.</summary>
public sealed partial class FeeKeeper(IGrainFactory grains, FeeOrders orders, CurrentRates rates, TimeProvider clock, ILogger<FeeKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Carries out the oldest open order; false if there is none.</summary>
    public async Task<bool> WorkOff(CancellationToken cancellationToken)
    {
        if (await orders.Next(cancellationToken) is not { } next)
        {
            return false;
        }

        var refusal = Unconvertible(next.Order.Plan) is { } currency
            ? new Refusal("currency_not_supported", $"A part of the plan is in {currency}, of which no exchange rate is known.", "plan")
            : (await grains.GetGrain<IMerchantGrain>(next.MerchantId).SetFeePlan(next.Order, cancellationToken)).Refusal;
        await orders.Finish(next.Order.Order, refusal, clock.GetUtcNow(), cancellationToken);
        LogDone(next.Order.Order, next.Order.By, next.MerchantId, refusal?.Message ?? "done");
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await WorkOff(stoppingToken))
                {
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
    }

    /// <summary>A rate that was once known stays known, so a plan that could be converted always can.</summary>
    private Currency? Unconvertible(FeePlan plan) =>
        plan.FixedParts().Select(part => (Currency?)part.Currency).FirstOrDefault(currency => rates.LastBetween(currency!.Value, RateSheet.Base) is null);

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Id} of {By} about the fees of {MerchantId}: {Outcome}.")]
    private partial void LogDone(long id, string by, string merchantId, string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orders about fee plans could not be worked off; it is tried again in a second.")]
    private partial void LogFailed(Exception exception);
}
