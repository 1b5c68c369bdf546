using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.ExchangeRates;
using PayGate.Grains.ExchangeRates;
using PayGate.Silo.Hosting;

namespace PayGate.Silo.ExchangeRates;

/// <summary>Has the exchange rates looked after from the silo's start on, and works off what operators order about them (<c>paygate rates set</c>). Any silo may.</summary>
public sealed partial class RateKeeper(IGrainFactory grains, CurrentRates current, RateOrders orders, RatePolicy policy, ILogger<RateKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private IExchangeRatesGrain Actor => grains.GetGrain<IExchangeRatesGrain>(IExchangeRatesGrain.Key);

    /// <summary>The first payment finds rates.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartPatience.Take(() => Actor.EnsureFresh(cancellationToken), cancellationToken);
        await StartPatience.Take(() => current.Refresh(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Carries out the oldest open order; false if there is none.</summary>
    public async Task<bool> WorkOff(CancellationToken cancellationToken)
    {
        if (await orders.Next(cancellationToken) is not { } order)
        {
            return false;
        }

        var done = await Actor.Set(order, cancellationToken);
        await orders.Finish(order, done.Refusal, policy.Wall.GetUtcNow(), cancellationToken);
        LogDone(order.Order, order.By, done.Refusal?.Message ?? "done");
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Order {Id} of {By} about an exchange rate: {Outcome}.")]
    private partial void LogDone(long id, string by, string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orders about exchange rates could not be worked off; it is tried again in a second.")]
    private partial void LogFailed(Exception exception);
}
