using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PayGate.ExchangeRates;
using PayGate.Grains.Journal;

namespace PayGate.Grains.ExchangeRates;

/// <summary>The exchange rates: asks the source hourly, decides what of its answer is good, commits once.</summary>
public sealed partial class ExchangeRatesGrain(IJournal journal, IRateSource source, RatePolicy policy, TimeProvider clock, ILogger<ExchangeRatesGrain> logger)
    : Grain, IExchangeRatesGrain, IRemindable
{
    private const string ReminderName = "refresh";

    private StreamBook<RateSheet, RateEvent> _book = null!;
    private bool _reminding;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<RateSheet, RateEvent>(this.GetPrimaryKeyString(), new RateStream(), journal);
        return Task.CompletedTask;
    }

    public Task<RateSheet> EnsureFresh(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (!_reminding)
        {
            await this.RegisterOrUpdateReminder(ReminderName, RateDecider.Interval, RateDecider.Interval, cancellationToken);
            _reminding = true;
        }

        return RateDecider.IsDue(_book.Current, source.Name, policy.Wall.GetUtcNow()) ? await Ask(cancellationToken) : _book.Current!;
    });

    public Task<RateSheet> Refresh(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return await Ask(cancellationToken);
    });

    public Task<Outcome<RateSheet>> Set(SetRate order, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        var (wall, at) = (policy.Wall.GetUtcNow(), clock.GetUtcNow());
        return await _book.Change(IExchangeRatesGrain.Owner, at, state => RateDecider.Set(state, order, wall, at), _ => null, cancellationToken);
    });

    public Task ReceiveReminder(string reminderName, TickStatus status) => Refresh(CancellationToken.None);

    private async Task<RateSheet> Ask(CancellationToken cancellationToken)
    {
        var document = await source.Read(cancellationToken);
        var (wall, at) = (policy.Wall.GetUtcNow(), clock.GetUtcNow());
        var refreshed = await _book.Change(
            IExchangeRatesGrain.Owner,
            at,
            state => ImmutableArray.Create<RateEvent>(RateDecider.Refresh(state, source.Name, document, policy.AgeMax, wall, at)),
            _ => null,
            cancellationToken);
        foreach (var reason in refreshed.Value!.Refused)
        {
            LogRefused(source.Name, reason);
        }

        return refreshed.Value;
    }

    private Task<T> Guarded<T>(Func<Task<T>> turn) => this.Turn(turn, () => _book.Current is not null);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Exchange rates of source {Source} were refused: {Reason}. The last good ones stay in force until they are too old.")]
    private partial void LogRefused(string source, string reason);
}
