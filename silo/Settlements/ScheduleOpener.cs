using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.PaymentIntents;
using PayGate.Settlements;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Settlements;

/// <summary>
/// Opens the schedules of merchants that were there before there were any; a new one gets its schedule with its first key. Once at each start, and again until it succeeds.
/// </summary>
public sealed partial class ScheduleOpener(SiloDatabase database, IGrainFactory grains, TimeProvider clock, ILogger<ScheduleOpener> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Opens what is missing; how many that was.</summary>
    public async Task<int> OpenMissing(CancellationToken cancellationToken)
    {
        var missing = await Missing(cancellationToken);
        foreach (var tenant in missing)
        {
            await grains.GetGrain<ISettlementScheduleGrain>(SettlementSchedule.IdOf(tenant)).Open(tenant, cancellationToken);
        }

        return missing.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RetryAfter, clock);
        do
        {
            try
            {
                await OpenMissing(stoppingToken);
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<List<Tenant>> Missing(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select distinct k.merchant_id, k.livemode from paygate.api_keys k
            where not exists (select from paygate.settlement_schedules s where s.merchant_id = k.merchant_id and s.livemode = k.livemode)
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tenants = new List<Tenant>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tenants.Add(new Tenant { MerchantId = reader.GetString(0), Livemode = reader.GetBoolean(1) });
        }

        return tenants;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Settlement schedules could not be opened; it is tried again in seconds.")]
    private partial void LogFailed(Exception exception);
}
