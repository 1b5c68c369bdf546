using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.Grains.RateLimits;
using PayGate.PaymentIntents;
using PayGate.RateLimits;
using PayGate.Silo.Hosting;
using PayGate.Silo.Storage;
using PayGate.Snapshots;

namespace PayGate.Silo.RateLimits;

/// <summary>The silo's leases, and its snapshot of who has limits at all.</summary>
public sealed partial class AmountBudgets : BackgroundService, IAmountBudgets
{
    private readonly SiloDatabase _database;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _clock;
    private readonly ILogger<AmountBudgets> _logger;
    private readonly PolledSnapshot<FrozenSet<LimitKey>> _limited;
    private readonly ConcurrentDictionary<LimitKey, AmountBudget> _budgets = new();
    private readonly string _holder = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public AmountBudgets(SiloDatabase database, IGrainFactory grains, TimeProvider clock, ILogger<AmountBudgets> logger)
    {
        _database = database;
        _grains = grains;
        _clock = clock;
        _logger = logger;
        _limited = new PolledSnapshot<FrozenSet<LimitKey>>(Read, TimeProvider.System);
    }

    public ValueTask<Outcome<AmountTake?>> Take(Tenant tenant, Money amount, CancellationToken cancellationToken)
    {
        var limited = _limited.Current;
        var key = new LimitKey(tenant, amount.Currency);
        return limited.Count > 0 && limited.Contains(key)
            ? _budgets.GetOrAdd(key, Budget).Take(amount.MinorUnits, cancellationToken)
            : ValueTask.FromResult<Outcome<AmountTake?>>((AmountTake?)null!);
    }

    /// <summary>Reads the limits before the silo takes calls.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartPatience.Take(() => _limited.Refresh(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public Task Refresh(CancellationToken cancellationToken) => _limited.Refresh(cancellationToken);

    public override void Dispose()
    {
        foreach (var budget in _budgets.Values)
        {
            budget.Dispose();
        }

        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _limited.Run(LogFailed, stoppingToken);

    private AmountBudget Budget(LimitKey key) => new(
        (need, keeps, cancellationToken) => _grains.GetGrain<IRateLimitGrain>(key.ToString()).Lease(
            new AskForLease { Holder = _holder, Need = need, Keeps = keeps }, cancellationToken),
        _clock);

    private async Task<FrozenSet<LimitKey>> Read(CancellationToken cancellationToken)
    {
        await using var command = _database.Reader.CreateCommand(
            "select id from paygate.amount_limits where daily_limit is not null or monthly_limit is not null");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var limited = new List<LimitKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            limited.Add(LimitKey.Parse(reader.GetString(0)));
        }

        return limited.ToFrozenSet();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Merchants' limits could not be read; the last ones stay in force for a few seconds.")]
    private partial void LogFailed(Exception exception);
}
