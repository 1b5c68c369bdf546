using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>
/// One grain in memory. Turns wait in order of arrival; the next begins when none is unfinished, but for those marked as interleaving.
/// </summary>
internal sealed partial class Activation : IGrainContext
{
    private static readonly Action<object?> RunTurn = static turn => _ = ((Turn)turn!).Run();
    private static readonly Action<object?> RunActivation = static activation => _ = ((Activation)activation!).ActivateAsync();
    private static readonly Action<object?> RunDeactivation = static activation => _ = ((Activation)activation!).DeactivateAsync();

    private readonly Lock _gate = new();
    private readonly ActivationScheduler _scheduler;
    private readonly LinkedList<Turn> _waiting = new();
    private Phase _phase = Phase.Activating;
    private int _exclusiveTurns;
    private bool _exclusiveTurnsReadOnly;
    private int _interleavedTurns;
    private int _load;

    public Activation(GrainClass grainClass, GrainId id, string place)
    {
        Class = grainClass;
        GrainId = id;
        Place = place;
        _scheduler = new ActivationScheduler(this);
    }

    private enum Phase
    {
        Activating,
        Active,
        Deactivating,
        Closed,
    }

    public GrainClass Class { get; }

    public Silo Silo => Class.Silo;

    public GrainId GrainId { get; }

    /// <summary>Where its class keeps it.</summary>
    public string Place { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _scope?.ServiceProvider ?? throw new InvalidOperationException("The grain is not active.");

    /// <summary>Turns that run or wait; read without a lock to choose among stateless workers.</summary>
    public int Load => Volatile.Read(ref _load);

    private bool IsQuiet => _exclusiveTurns == 0 && _interleavedTurns == 0;

    /// <summary>Takes a turn; false when the activation is gone and the caller must find the next one.</summary>
    public bool TryEnqueue(Turn turn)
    {
        lock (_gate)
        {
            if (_phase == Phase.Closed)
            {
                return false;
            }

            _load++;
            _used |= turn.KeepAlive;
            if (_phase == Phase.Active && MayBegin(turn))
            {
                Begin(turn);
            }
            else
            {
                _waiting.AddLast(turn);
            }

            return true;
        }
    }

    /// <summary>Runs as soon as no other code of the grain runs, whether or not a turn is unfinished.</summary>
    public void Post(Action action) => Schedule(static state => ((Action)state!)(), action);

    public void Complete(Turn turn)
    {
        lock (_gate)
        {
            _load--;
            if (turn.AlwaysInterleave)
            {
                _interleavedTurns--;
            }
            else
            {
                _exclusiveTurns--;
            }

            if (_phase == Phase.Active)
            {
                BeginWaiting(all: _exclusiveTurnsReadOnly);
            }
            else if (_phase == Phase.Deactivating && IsQuiet)
            {
                Schedule(RunDeactivation, this);
            }
        }
    }

    private bool MayBegin(Turn turn) => turn.AlwaysInterleave || _exclusiveTurns == 0 || (turn.ReadOnly && _exclusiveTurnsReadOnly);

    /// <summary>Begins the turns that may. Behind one that may not, there are others only after an activation or between read-only turns.</summary>
    private void BeginWaiting(bool all)
    {
        for (var node = _waiting.First; node is not null;)
        {
            var (next, turn) = (node.Next, node.Value);
            if (turn.IsAbandoned)
            {
                _load--;
                _waiting.Remove(node);
            }
            else if (MayBegin(turn))
            {
                _waiting.Remove(node);
                Begin(turn);
                all |= turn.ReadOnly;
            }
            else if (!all)
            {
                return;
            }

            node = next;
        }
    }

    private void Begin(Turn turn)
    {
        if (turn.AlwaysInterleave)
        {
            _interleavedTurns++;
        }
        else
        {
            _exclusiveTurnsReadOnly = turn.ReadOnly;
            _exclusiveTurns++;
        }

        turn.Activation = this;
        Schedule(RunTurn, turn);
    }

    /// <summary>Nothing of the caller's ambient state reaches the grain; the request context travels in the request.</summary>
    private void Schedule(Action<object?> body, object state)
    {
        using AsyncFlowControl? suppression = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        new Task(body, state).Start(_scheduler);
    }
}
