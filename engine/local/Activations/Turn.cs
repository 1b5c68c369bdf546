namespace Orleans.Local;

/// <summary>A piece of work that an activation does from start to end: a request or a timer tick.</summary>
internal abstract class Turn
{
    /// <summary>The neighbour in the activation's waiting list.</summary>
    public Turn? Next { get; set; }

    /// <summary>Where it runs; set when it begins.</summary>
    public Activation Activation { get; set; } = null!;

    public virtual bool AlwaysInterleave => false;

    public virtual bool ReadOnly => false;

    /// <summary>Counts as use of the activation.</summary>
    public virtual bool KeepAlive => true;

    /// <summary>Nobody waits for it any more: it is not begun.</summary>
    public virtual bool IsAbandoned => false;

    /// <summary>Runs on the activation's scheduler and never throws.</summary>
    public abstract Task Run();

    /// <summary>The activation is gone; the turn goes to the next one, or nowhere.</summary>
    public abstract void Reroute();

    /// <summary>The grain could not be activated.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>The turns that wait, in order of arrival.</summary>
internal struct TurnList
{
    private Turn? _first;
    private Turn? _last;

    public readonly bool IsEmpty => _first is null;

    public readonly Turn? First => _first;

    public void Add(Turn turn)
    {
        if (_last is null)
        {
            _first = turn;
        }
        else
        {
            _last.Next = turn;
        }

        _last = turn;
    }

    public void RemoveAfter(Turn? previous, Turn turn)
    {
        if (previous is null)
        {
            _first = turn.Next;
        }
        else
        {
            previous.Next = turn.Next;
        }

        if (_last == turn)
        {
            _last = previous;
        }

        turn.Next = null;
    }
}
