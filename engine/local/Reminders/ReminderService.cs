using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>Keeps a running loop per stored reminder. The table is the truth: it is read at start and again from time to time.</summary>
internal sealed class ReminderService(Silo silo, IReminderTable table, IOptions<ReminderOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId Grain, string Name), ReminderLoop> _loops = [];
    private ITimer? _refresh;

    public async Task Start(CancellationToken cancellationToken)
    {
        await table.StartAsync(cancellationToken);
        await ReadTable();
        var period = options.Value.RefreshReminderListPeriod;
        _refresh = silo.Time.CreateTimer(_ => _ = Refresh(), null, period, period);
    }

    public Task Stop(CancellationToken cancellationToken)
    {
        _refresh?.Dispose();
        lock (_gate)
        {
            _loops.Keys.ToList().ForEach(Forget);
        }

        return table.StopAsync(cancellationToken);
    }

    public async Task<IGrainReminder> RegisterOrUpdate(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < options.Value.MinimumReminderPeriod)
        {
            throw new ArgumentException($"The period of reminder {name} is shorter than {options.Value.MinimumReminderPeriod}.", nameof(period));
        }

        var startAt = silo.Time.GetUtcNow().UtcDateTime + dueTime;
        var entry = new ReminderEntry { GrainId = grainId, ReminderName = name, StartAt = startAt, Period = period };
        entry.ETag = await table.UpsertRow(entry) ?? throw new ReminderException($"Reminder {name} of {grainId} could not be stored.");
        lock (_gate)
        {
            Track(entry);
        }

        return new Reminder(name, entry.ETag);
    }

    public async Task Unregister(GrainId grainId, IGrainReminder reminder)
    {
        var name = reminder.ReminderName;
        if (!await table.RemoveRow(grainId, name, ((Reminder)reminder).ETag) && await table.ReadRow(grainId, name) is not null)
        {
            throw new ReminderException($"Reminder {name} of {grainId} has changed since it was read.");
        }

        lock (_gate)
        {
            Forget((grainId, name));
        }
    }

    public async Task<IGrainReminder?> Get(GrainId grainId, string name) =>
        await table.ReadRow(grainId, name) is { } entry ? new Reminder(entry.ReminderName, entry.ETag!) : null;

    public async Task<List<IGrainReminder>> GetAll(GrainId grainId) =>
        [.. (await table.ReadRows(grainId)).Reminders.Select(entry => new Reminder(entry.ReminderName, entry.ETag!))];

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

    /// <summary>What a grain changed while the table was read is newer than what was read, and is left alone.</summary>
    private async Task ReadTable()
    {
        Dictionary<(GrainId Grain, string Name), ReminderLoop> before;
        lock (_gate)
        {
            before = new(_loops);
        }

        var stored = (await table.ReadRows(0, 0)).Reminders.ToDictionary(entry => (entry.GrainId, entry.ReminderName));
        lock (_gate)
        {
            foreach (var key in stored.Keys.Union(before.Keys).Where(key => _loops.GetValueOrDefault(key) == before.GetValueOrDefault(key)))
            {
                if (!stored.TryGetValue(key, out var entry))
                {
                    Forget(key);
                }
                else if (entry.ETag != _loops.GetValueOrDefault(key)?.ETag)
                {
                    Track(entry);
                }
            }
        }
    }

    private void Track(ReminderEntry entry)
    {
        var key = (entry.GrainId, entry.ReminderName);
        Forget(key);
        _loops[key] = new ReminderLoop(silo, entry);
    }

    private void Forget((GrainId Grain, string Name) key)
    {
        if (_loops.Remove(key, out var loop))
        {
            loop.Dispose();
        }
    }

    private sealed record Reminder(string ReminderName, string ETag) : IGrainReminder;
}
