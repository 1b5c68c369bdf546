using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>Keeps a number of payments moving until it is told to begin no more. One that waits for a definite answer makes room for another.</summary>
internal sealed class Workload : IDisposable
{
    private const int Concurrency = 48;

    private readonly SemaphoreSlim _room = new(Concurrency);
    private readonly Caller _caller;
    private readonly SeededChoice _choice;
    private readonly List<PaymentStory> _stories = [];
    private readonly List<Task> _running = [];
    private readonly Task _beginning;
    private volatile bool _ending;

    public Workload(GatewaySite site, string key, ulong seed)
        : this(site.Address, key, seed)
    {
    }

    public Workload(Uri address, string key, ulong seed)
    {
        _caller = new Caller(address, key, Log, Gate);
        _choice = new SeededChoice(seed);
        _beginning = BeginAll();
    }

    public OperationLog Log { get; } = new();

    public UpGate Gate { get; } = new();

    /// <summary>To be read after <see cref="End"/>.</summary>
    public IReadOnlyList<PaymentStory> Stories => _stories;

    /// <summary>Begins no more payments and waits for the ends of all.</summary>
    public async Task End(TimeSpan limit)
    {
        _ending = true;
        await _beginning;
        await Task.WhenAll(_running).WaitAsync(limit);
    }

    /// <summary>Waits for the task, or throws the error of a payment that broke meanwhile.</summary>
    public async Task While(Task task, TimeSpan limit)
    {
        if (await Task.WhenAny(task, _beginning).WaitAsync(limit) == _beginning)
        {
            await _beginning;
        }

        await task.WaitAsync(limit);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _room.Dispose();
    }

    private async Task BeginAll()
    {
        while (!_ending && _stories.Count < StoryPlan.CountMax)
        {
            await _room.WaitAsync();
            // A broken story ends the whole: its error is the first thing to know.
            foreach (var broken in _running.Where(task => task.IsFaulted))
            {
                await broken;
            }

            await Gate.Up;
            var room = new OneTime(() => _room.Release());
            var story = new PaymentStory(StoryPlan.Draw(_stories.Count, _choice), _caller, room.Do);
            _stories.Add(story);
            _running.Add(Run(story, room));
        }
    }

    private static async Task Run(PaymentStory story, OneTime room)
    {
        try
        {
            await story.Run();
        }
        finally
        {
            room.Do();
        }
    }

    private sealed class OneTime(Action action)
    {
        private int _done;

        public void Do()
        {
            if (Interlocked.Exchange(ref _done, 1) == 0)
            {
                action();
            }
        }
    }
}
