using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PayGate.Bank.Issuer;
using PayGate.Bank.Transfers;

namespace PayGate.Bank.Laboratory;

/// <summary>The bank's laboratory: the scripts of its schema, of which this process keeps those that are not used up in memory, then the table of test cards.</summary>
internal sealed partial class ScriptedLaboratory(ScriptStore store, ILogger<ScriptedLaboratory> logger)
    : BackgroundService, IBankLaboratory, ITransferLaboratory, IBankScriptBook
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private volatile IReadOnlyList<BankScript> _live = [];

    public ValueTask<BankBehavior> Next(BankRequest request, CancellationToken cancellationToken) =>
        _live.Count == 0 ? ValueTask.FromResult(TestCards.BehaviorOf(request.Card)) : NextScripted(request, cancellationToken);

    public async ValueTask<BankBehavior> NextTransfer(TransferRequest request, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var script in _live.Where(script => script.Concerns(request)))
            {
                if (await store.Take(script.Id, cancellationToken))
                {
                    return script.ToBehavior();
                }
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new BankNoAnswerException("The bank's scripts could not be read; the transfer was not taken.", exception);
        }

        return BankBehavior.None;
    }

    public async Task<bool> Add(BankScript script, CancellationToken cancellationToken)
    {
        var added = await store.Add(script, cancellationToken);
        await Refresh(cancellationToken);
        return added;
    }

    public Task<IReadOnlyList<BankScript>> List(string merchantId, CancellationToken cancellationToken) => store.Of(merchantId, cancellationToken);

    public async Task<bool> Remove(string merchantId, string id, CancellationToken cancellationToken)
    {
        var removed = await store.Remove(merchantId, id, cancellationToken);
        await Refresh(cancellationToken);
        return removed;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Refresh(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Refresh(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                LogFailed(exception);
            }
        }
    }

    private async Task Refresh(CancellationToken cancellationToken) => _live = await store.Live(cancellationToken);

    private async ValueTask<BankBehavior> NextScripted(BankRequest request, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var script in _live.Where(script => script.Concerns(request)))
            {
                if (await IsOfCard(script, request, cancellationToken) && await store.Take(script.Id, cancellationToken))
                {
                    return script.ToBehavior();
                }
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new BankNoAnswerException("The bank's scripts could not be read; the operation was not taken.", exception);
        }

        return TestCards.BehaviorOf(request.Card);
    }

    private async ValueTask<bool> IsOfCard(BankScript script, BankRequest request, CancellationToken cancellationToken) =>
        script.CardLastFour is not { } digits
        || digits == (request.Card?.LastFour ?? await store.LastFourBehind(request.OriginalReference!, cancellationToken));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bank's scripts could not be read; the last ones stay in force.")]
    private partial void LogFailed(Exception exception);
}
