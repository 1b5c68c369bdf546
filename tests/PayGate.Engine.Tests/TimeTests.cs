using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace PayGate.Engine.Tests;

public interface ITickGrain : IGrainWithStringKey
{
    Task StartTimer(TimeSpan period);

    Task StopTimer();

    /// <summary>Starts a timer that ticks once, beside requests if told so.</summary>
    Task StartOnce(bool interleave);

    /// <summary>Ends with the given tick.</summary>
    [AlwaysInterleave]
    Task<int> Tick(int number);

    /// <summary>True if a tick came while this request was unfinished.</summary>
    Task<bool> TickedDuring(int turns);

    /// <summary>Ends with the given tick, and lets no request beside it.</summary>
    Task<int> AwaitTickAlone(int number);

    Task<int> Ticks();
    Task Remind(TimeSpan dueTime, TimeSpan period);

    Task<string[]> Reminders();

    Task Unremind();
}

internal sealed class TickGrain : Grain, ITickGrain, IRemindable
{
    private readonly Dictionary<int, TaskCompletionSource<int>> _waiting = [];
    private IGrainTimer? _timer;
    private int _ticks;

    /// <summary>What the last tick was given; cancelled when its timer ends.</summary>
    public CancellationToken LastTick { get; private set; }

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

    public Task StartOnce(bool interleave)
    {
        _timer = this.RegisterGrainTimer(OnTick, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task<int> AwaitTickAlone(int number) => Tick(number);

    public Task<int> Ticks() => Task.FromResult(_ticks);

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
        LastTick = cancellationToken;
        if (_waiting.Remove(_ticks, out var wait))
        {
            wait.SetResult(_ticks);
        }

        return this.GetPrimaryKeyString() == "failing" ? throw new InvalidOperationException("cannot tick") : Task.CompletedTask;
    }
}

/// <summary>Grain timers and reminders.</summary>
public sealed class TimeTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

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
    public async Task Timer_WhoseTickFails_TicksAgain()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ITickGrain>("failing");
        await grain.StartTimer(Short);
        Assert.Equal(3, await grain.Tick(3));
    }

    [Fact]
    public async Task InterleavingTimer_TicksWhileARequestIsUnfinished()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ITickGrain>("beside");
        await grain.StartOnce(interleave: true);
        Assert.Equal(1, await grain.AwaitTickAlone(1));
    }

    [Fact]
    public async Task Timer_WithoutPeriod_TicksOnce()
    {
        await using var cluster = await Cluster.Start();
        var (once, witness) = (cluster.Client.GetGrain<ITickGrain>("once"), cluster.Client.GetGrain<ITickGrain>("often"));
        await once.StartOnce(interleave: false);
        await once.Tick(1);
        await witness.StartTimer(Short);
        await witness.Tick(5);
        Assert.Equal(1, await once.Ticks());
    }

    [Fact]
    public async Task Timer_EndsWithItsActivation()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ITickGrain>("gone");
        await grain.StartTimer(Short);
        await grain.Tick(1);
        Assert.True(cluster.TryGetGrainContext(grain.GetGrainId(), out var context));
        Assert.False(((TickGrain)context.GrainInstance!).LastTick.IsCancellationRequested);

        await cluster.DeactivateAsync(grain);

        Assert.True(((TickGrain)context.GrainInstance!).LastTick.IsCancellationRequested);
    }

    [Fact]
    public async Task Timer_ThatDoesNotKeepAlive_LetsItsGrainBeCollected()
    {
        await using var cluster = await Cluster.Start(silo => silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionQuantum = TimeSpan.FromMilliseconds(100);
            options.CollectionAge = TimeSpan.FromMilliseconds(300);
        }));
        var grain = cluster.Client.GetGrain<ITickGrain>("collected");
        await grain.StartTimer(Short);
        await cluster.WaitForDeactivationAsync(grain).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Reminder_WakesTheGrain_AlsoAfterItsActivationIsGone()
    {
        await using var cluster = await StartWithReminders(new SharedReminderTable());
        var grain = cluster.Client.GetGrain<ITickGrain>("woken");
        await grain.Remind(Period, Period);
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
        // How often it has woken the grain before this call arrives depends on the machine.
        Assert.InRange(await second.Client.GetGrain<ITickGrain>("stored").Tick(1), 1, int.MaxValue);
    }

    [Fact]
    public async Task Reminder_UnderAMinute_IsRefused()
    {
        await using var cluster = await Cluster.Start(silo =>
            silo.AddReminders().ConfigureServices(services => services.AddSingleton<IReminderTable, SharedReminderTable>()));
        await Assert.ThrowsAsync<ArgumentException>(
            () => cluster.Client.GetGrain<ITickGrain>("fast").Remind(TimeSpan.Zero, TimeSpan.FromSeconds(59)));
    }

    [Fact]
    public async Task Reminder_OfAGrainThatIsNotRemindable_IsRefused()
    {
        await using var cluster = await StartWithReminders(new SharedReminderTable());
        await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Client.GetGrain<IUnremindableGrain>("deaf").Remind());
    }

    [Fact]
    public async Task Reminder_WhoseTickFails_ComesAgain()
    {
        await using var cluster = await StartWithReminders(new SharedReminderTable());
        var grain = cluster.Client.GetGrain<ITickGrain>("failing");
        await grain.Remind(TimeSpan.Zero, Period);
        Assert.Equal(3, await grain.Tick(3));
    }

    [Fact]
    public async Task Reminder_RegisteredAgain_ReplacesTheFirst()
    {
        var table = new SharedReminderTable();
        await using var cluster = await StartWithReminders(table);
        var grain = cluster.Client.GetGrain<ITickGrain>("again");
        await grain.Remind(TimeSpan.FromDays(1), TimeSpan.FromDays(1));
        await grain.Remind(TimeSpan.Zero, Period);
        Assert.Equal(2, await grain.Tick(2));
        Assert.Equal(["wake"], await grain.Reminders());
        Assert.Equal(Period, (await table.ReadRow(grain.GetGrainId(), "wake"))!.Period);
    }

    [Fact]
    public async Task Reminder_Unregistered_NeverComesAgain()
    {
        await using var cluster = await StartWithReminders(new SharedReminderTable());
        var (silenced, witness) = (cluster.Client.GetGrain<ITickGrain>("silenced"), cluster.Client.GetGrain<ITickGrain>("witness"));
        await silenced.Remind(TimeSpan.Zero, Period);
        await silenced.Tick(1);
        await silenced.Unremind();
        await witness.Remind(TimeSpan.Zero, Period);

        // The first tick of the witness comes after any tick of the other that was on its way.
        await witness.Tick(1);
        var ticks = await silenced.Ticks();
        await witness.Tick(4);

        Assert.Equal(ticks, await silenced.Ticks());
    }

    private static Task<InProcessTestCluster> StartWithReminders(IReminderTable table) =>
        Cluster.Start(silo => silo
            .Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100))
            .AddReminders()
            .ConfigureServices(services => services.AddSingleton(table)));
}

/// <summary>Has no <see cref="IRemindable"/>.</summary>
public interface IUnremindableGrain : IGrainWithStringKey
{
    Task Remind();
}

internal sealed class UnremindableGrain : Grain, IUnremindableGrain
{
    public Task Remind() => this.RegisterOrUpdateReminder("wake", TimeSpan.Zero, TimeSpan.FromMinutes(1));
}

/// <summary>A reminder table that outlives silos.</summary>
internal sealed class SharedReminderTable : IReminderTable
{
    private readonly ConcurrentDictionary<(GrainId, string), ReminderEntry> _rows = new();

    public Task<ReminderTableData> ReadRows(GrainId grainId) =>
        Task.FromResult(new ReminderTableData(_rows.Values.Where(row => row.GrainId == grainId)));

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Task.FromResult(new ReminderTableData(_rows.Values));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => Task.FromResult(_rows.GetValueOrDefault((grainId, reminderName)));

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        var etag = Guid.NewGuid().ToString();
        _rows[(entry.GrainId, entry.ReminderName)] = new ReminderEntry
        {
            GrainId = entry.GrainId,
            ReminderName = entry.ReminderName,
            StartAt = entry.StartAt,
            Period = entry.Period,
            ETag = etag,
        };
        return Task.FromResult<string?>(etag);
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
        Task.FromResult(_rows.TryGetValue((grainId, reminderName), out var row) && row.ETag == eTag && _rows.TryRemove((grainId, reminderName), out _));

    public Task TestOnlyClearTable()
    {
        _rows.Clear();
        return Task.CompletedTask;
    }
}
