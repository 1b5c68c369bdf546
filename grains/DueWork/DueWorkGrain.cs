using System.Globalization;
using Microsoft.Extensions.Logging;
using PayGate.CardTokens;
using PayGate.CheckoutSessions;
using PayGate.Customers;
using PayGate.Disputes;
using PayGate.DueWork;
using PayGate.EncryptionKeys;
using PayGate.PaymentIntents;
using PayGate.Payouts;
using PayGate.RefundRequests;
using PayGate.Settlements;
using PayGate.SetupIntents;

namespace PayGate.Grains.DueWork;

/// <summary>Sweeps its shard every five seconds and whenever asked. Its reminder wakes it should no silo's starter do so.</summary>
public sealed partial class DueWorkGrain(IDueRows rows, TimeProvider clock, ILogger<DueWorkGrain> logger) : Grain, IDueWorkGrain, IRemindable
{
    private const string ReminderName = "sweep";

    /// <summary>Unknown outcomes must be definite within 60 s, so a tenth of that is lost to waiting at most.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ReminderInterval = TimeSpan.FromMinutes(5);

    /// <summary>Ids read at once; a longer queue is worked off in further rounds.</summary>
    private const int RoundMax = 256;

    /// <summary>Actors woken at a time: after a long downtime the bank must not be flooded.</summary>
    private const int ConcurrencyMax = 16;

    private bool _ticking;
    private bool _reminding;

    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        if (!_ticking)
        {
            _ticking = true;
            this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(Interval, Interval) { KeepAlive = true });
        }

        if (!_reminding)
        {
            await this.RegisterOrUpdateReminder(ReminderName, ReminderInterval, ReminderInterval, cancellationToken);
            _reminding = true;
        }

        return await SweepRounds(cancellationToken);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Sweep(CancellationToken.None);

    private Task Tick(CancellationToken cancellationToken) => SweepRounds(cancellationToken);

    /// <summary>Goes on while whole rounds are found and at least one of their actors got its work done.</summary>
    private async Task<int> SweepRounds(CancellationToken cancellationToken)
    {
        var shard = short.Parse(this.GetPrimaryKeyString(), CultureInfo.InvariantCulture);
        var total = 0;
        for (; ; )
        {
            var due = await rows.Find(shard, clock.GetUtcNow(), RoundMax, cancellationToken);
            var woken = 0;
            foreach (var group in due.Chunk(ConcurrencyMax))
            {
                woken += (await Task.WhenAll(group.Select(id => Wake(id, cancellationToken)))).Count(done => done);
            }

            total += woken;
            if (due.Count < RoundMax || woken == 0)
            {
                return total;
            }
        }
    }

    private async Task<bool> Wake(string id, CancellationToken cancellationToken)
    {
        try
        {
            await (id[..id.IndexOf('_', StringComparison.Ordinal)] switch
            {
                "pi" => GrainFactory.GetGrain<IPaymentIntentGrain>(id).Wake(cancellationToken),
                "cus" => GrainFactory.GetGrain<ICustomerGrain>(id).Wake(cancellationToken),
                "seti" => GrainFactory.GetGrain<ISetupIntentGrain>(id).Wake(cancellationToken),
                ICheckoutSessionGrain.Prefix => GrainFactory.GetGrain<ICheckoutSessionGrain>(id).Wake(cancellationToken),
                SettlementBatch.Prefix => GrainFactory.GetGrain<ISettlementBatchGrain>(id).Wake(cancellationToken),
                SettlementSchedule.Prefix => GrainFactory.GetGrain<ISettlementScheduleGrain>(id).Wake(cancellationToken),
                Payout.Prefix => GrainFactory.GetGrain<IPayoutGrain>(id).Wake(cancellationToken),
                Dispute.Prefix => GrainFactory.GetGrain<IDisputeGrain>(id).Wake(cancellationToken),
                "rr" => GrainFactory.GetGrain<IRefundRequestGrain>(id).Wake(cancellationToken),
                "mch" when KeyPurpose.IsActorKey(id) => GrainFactory.GetGrain<IEncryptionKeyGrain>(id).Wake(cancellationToken),
                "pm" or "tok" => GrainFactory.GetGrain<ICardTokenGrain>(id).Wake(cancellationToken),
                var kind => throw new InvalidOperationException($"No actor is known for due ids that begin with {kind}."),
            });
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One actor's fault must not keep the others of the shard waiting; it is due again at the next sweep.
            LogFailed(id, exception);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Due work of {Id} failed and is tried again at the next sweep.")]
    private partial void LogFailed(string id, Exception exception);
}
