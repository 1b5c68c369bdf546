using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>Keeps a timer per stored reminder. The table is the truth: it is read at start and again from time to time.</summary>
internal sealed class ReminderService(Silo silo, IReminderTable table, IOptions<ReminderOptions> options) : ILifecycleParticipant<ISiloLifecycle>
{
    private readonly ConcurrentDictionary<(GrainId Grain, string Name), ReminderTicker> _tickers = new();
    private ITimer? _refresh;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe<ReminderService>(ServiceLifecycleStage.Active, Start, Stop);

    public async Task<IGrainReminder> RegisterOrUpdate(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < options.Value.MinimumReminderPeriod)
        {
            throw new ArgumentException($"The period of reminder {name} is shorter than {options.Value.MinimumReminderPeriod}.", nameof(period));
        }

        var entry = new ReminderEntry { GrainId = grainId, ReminderName = name, StartAt = silo.Time.GetUtcNow().UtcDateTime + dueTime, Period = period };
        entry.ETag = await table.UpsertRow(entry);
        Track(entry);
        return new Reminder(name, entry.ETag!);
    }

    public async Task Unregister(GrainId grainId, IGrainReminder reminder)
    {
        if (!await table.RemoveRow(grainId, reminder.ReminderName, ((Reminder)reminder).ETag))
        {
            throw new OrleansException($"Reminder {reminder.ReminderName} of {grainId} was not found, or has changed.");
        }

        Forget((grainId, reminder.ReminderName));
    }

    public async Task<IGrainReminder?> Get(GrainId grainId, string name) =>
        await table.ReadRow(grainId, name) is { } entry ? new Reminder(entry.ReminderName, entry.ETag!) : null;

    public async Task<List<IGrainReminder>> GetAll(GrainId grainId) =>
        [.. (await table.ReadRows(grainId)).Reminders.Select(entry => new Reminder(entry.ReminderName, entry.ETag!))];

    private async Task Start(CancellationToken cancellationToken)
    {
        await table.StartAsync(cancellationToken);
        await ReadTable();
        var period = options.Value.RefreshReminderListPeriod;
        _refresh = silo.Time.CreateTimer(_ => _ = Refresh(), null, period, period);
    }

    private Task Stop(CancellationToken cancellationToken)
    {
        _refresh?.Dispose();
        foreach (var key in _tickers.Keys)
        {
            Forget(key);
        }

        return table.StopAsync(cancellationToken);
    }

    private async Task Refresh()
    {
        try
        {
            await ReadTable();
        }
        catch (Exception exception)
        {
            Log.ReminderTableFailed(silo.Logger, exception);
        }
    }

    private async Task ReadTable()
    {
        var known = _tickers.ToDictionary();
        var stored = (await table.ReadRows(0, 0)).Reminders;
        foreach (var entry in stored)
        {
            // What changed while the table was read is newer than what was read.
            var key = (entry.GrainId, entry.ReminderName);
            if (_tickers.GetValueOrDefault(key) == known.GetValueOrDefault(key))
            {
                Track(entry);
            }
        }

        var kept = stored.Select(entry => (entry.GrainId, entry.ReminderName)).ToHashSet();
        foreach (var (key, ticker) in known.Where(pair => !kept.Contains(pair.Key)))
        {
            if (_tickers.TryRemove(KeyValuePair.Create(key, ticker)))
            {
                ticker.Dispose();
            }
        }
    }

    private void Track(ReminderEntry entry)
    {
        var key = (entry.GrainId, entry.ReminderName);
        if (_tickers.TryGetValue(key, out var ticker) && ticker.ETag == entry.ETag)
        {
            return;
        }

        Forget(key);
        _tickers[key] = new ReminderTicker(silo, entry);
    }

    private void Forget((GrainId Grain, string Name) key)
    {
        if (_tickers.TryRemove(key, out var ticker))
        {
            ticker.Dispose();
        }
    }

    private sealed record Reminder(string ReminderName, string ETag) : IGrainReminder;
}
