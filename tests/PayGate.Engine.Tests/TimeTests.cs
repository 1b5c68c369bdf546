using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.TestingHost;

namespace PayGate.Engine.Tests;

public interface ITickGrain : IGrainWithStringKey
{
    Task StartTimer(TimeSpan period);

    Task StopTimer();

    /// <summary>Ends with the given tick.</summary>
    [AlwaysInterleave]
    Task<int> Tick(int number);

    /// <summary>True if a tick came while this request was unfinished.</summary>
    Task<bool> TickedDuring(int turns);

    Task Remind(TimeSpan dueTime, TimeSpan period);

    Task<string[]> Reminders();

    Task Unremind();
}

internal sealed class TickGrain : Grain, ITickGrain, IRemindable
{
    private readonly Dictionary<int, TaskCompletionSource<int>> _waiting = [];
    private IGrainTimer? _timer;
    private int _ticks;

    public Task StartTimer(TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(OnTick, new GrainTimerCreationOptions(period, period));
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task<int> Tick(int number)
    {
        if (_ticks >= number)
        {
            return Task.FromResult(_ticks);
        }

        if (!_waiting.TryGetValue(number, out var wait))
        {
            _waiting[number] = wait = new TaskCompletionSource<int>();
        }

        return wait.Task;
    }

    public async Task<bool> TickedDuring(int turns)
    {
        var before = _ticks;
        for (var turn = 0; turn < turns; turn++)
        {
            await Task.Yield();
        }

        return _ticks != before;
    }

    public Task Remind(TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder("wake", dueTime, period);

    public async Task<string[]> Reminders() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public async Task Unremind() => await this.UnregisterReminder((await this.GetReminder("wake"))!);

    public Task ReceiveReminder(string reminderName, TickStatus status) => OnTick(CancellationToken.None);

    private Task OnTick(CancellationToken cancellationToken)
    {
        _ticks++;
        if (_waiting.Remove(_ticks, out var wait))
        {
            wait.SetResult(_ticks);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Grain timers and reminders.</summary>
public sealed class TimeTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Timer_TicksAgainAndAgain_UntilItIsStopped()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ITickGrain>("timer");
        await grain.StartTimer(Short);
        Assert.Equal(3, await grain.Tick(3));
        await grain.StopTimer();
        Assert.False(await grain.TickedDuring(1));
    }

    [Fact]
    public async Task Tick_WhileARequestIsUnfinished_Waits()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ITickGrain>("no-tick");
        await grain.StartTimer(TimeSpan.FromMilliseconds(1));
        await grain.Tick(1);
        Assert.False(await grain.TickedDuring(20_000));
        await grain.Tick(2);
    }

    [Fact]
    public async Task Reminder_WakesTheGrain_AlsoAfterItsActivationIsGone()
    {
        await using var cluster = await StartWithReminders();
        var grain = cluster.Client.GetGrain<ITickGrain>("woken");
        await grain.Remind(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200));
        await cluster.DeactivateAsync(grain);
        Assert.Equal(["wake"], await grain.Reminders());
        Assert.Equal(2, await grain.Tick(2));
        await grain.Unremind();
        Assert.Empty(await grain.Reminders());
    }

    [Fact]
    public async Task Reminder_StoredBefore_WakesTheGrainOfANewSilo()
    {
        var table = new SharedReminderTable();
        await using (var first = await StartWithReminders(table))
        {
            await first.Client.GetGrain<ITickGrain>("stored").Remind(TimeSpan.Zero, TimeSpan.FromMilliseconds(300));
        }

        await using var second = await StartWithReminders(table);
        Assert.Equal(1, await second.Client.GetGrain<ITickGrain>("stored").Tick(1));
    }

    [Fact]
    public async Task Reminder_UnderAMinute_IsRefused()
    {
        await using var cluster = await Cluster.Start(silo => silo.UseInMemoryReminderService());
        await Assert.ThrowsAsync<ArgumentException>(
            () => cluster.Client.GetGrain<ITickGrain>("fast").Remind(TimeSpan.Zero, TimeSpan.FromSeconds(59)));
    }

    private static Task<InProcessTestCluster> StartWithReminders(IReminderTable? table = null) =>
        Cluster.Start(silo =>
        {
            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100));
            if (table is null)
            {
                silo.UseInMemoryReminderService();
            }
            else
            {
                silo.AddReminders().ConfigureServices(services => services.AddSingleton(table));
            }
        });
}

/// <summary>A reminder table that outlives silos.</summary>
internal sealed class SharedReminderTable : IReminderTable
{
    private readonly List<ReminderEntry> _rows = [];

    public Task<ReminderTableData> ReadRows(GrainId grainId) => Task.FromResult(new ReminderTableData(_rows.Where(row => row.GrainId == grainId)));

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Task.FromResult(new ReminderTableData(_rows));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        Task.FromResult(_rows.Find(row => row.GrainId == grainId && row.ReminderName == reminderName));

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        _rows.RemoveAll(row => row.GrainId == entry.GrainId && row.ReminderName == entry.ReminderName);
        entry.ETag = Guid.NewGuid().ToString();
        _rows.Add(entry);
        return Task.FromResult<string?>(entry.ETag);
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => Task.FromResult(_rows.RemoveAll(row => row.ETag == eTag) == 1);

    public Task TestOnlyClearTable()
    {
        _rows.Clear();
        return Task.CompletedTask;
    }
}
