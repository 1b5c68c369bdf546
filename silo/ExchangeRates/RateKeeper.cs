using Microsoft.Extensions.Logging;
using PayGate.ExchangeRates;
using PayGate.Grains.ExchangeRates;
using PayGate.Silo.Hosting;
using PayGate.Silo.Storage;

namespace PayGate.Silo.ExchangeRates;

/// <summary>Has the exchange rates looked after from the silo's start on, and works off what operators order about them (<c>paygate rates set</c>). Any silo may.</summary>
public sealed partial class RateKeeper(
    SiloDatabase database, IGrainFactory grains, CurrentRates current, RateOrders orders, RatePolicy policy, ILogger<RateKeeper> logger)
    : OrderWorker(database, "paygate.rate_orders")
{
    private IExchangeRatesGrain Actor => grains.GetGrain<IExchangeRatesGrain>(IExchangeRatesGrain.Key);

    /// <summary>The first payment finds rates.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartPatience.Take(() => Actor.EnsureFresh(cancellationToken), cancellationToken);
        await StartPatience.Take(() => current.Refresh(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task<bool> WorkOff(CancellationToken cancellationToken)
    {
        if (await orders.Next(cancellationToken) is not { } order)
        {
            return false;
        }

        var done = await Actor.Set(order, cancellationToken);
        await Finish(order.Order, done.Refusal, policy.Wall.GetUtcNow(), cancellationToken);
        LogDone(order.Order, order.By, done.Refusal?.Message ?? "done");
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Id} of {By} about an exchange rate: {Outcome}.")]
    private partial void LogDone(long id, string by, string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orders about exchange rates could not be worked off; it is tried again in a second.")]
    protected override partial void LogFailed(Exception exception);
}
